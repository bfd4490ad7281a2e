package io.mizzen.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames as SOFABolt peers send them. */
class BoltVersionTest {
  @ParameterizedTest
  @CsvSource({
    // v1 request, response, heartbeat
    "010100010100000001010000" + "0bb80010000000000003" + "6a6176612e6c616e672e537472696e67026869",
    "010000020100000001010000"
        + "0010000000000006"
        + "6a6176612e6c616e672e537472696e67056f6b3a6869",
    "01010000010000000701ffffffff0000000000000000",
    // v2 with the CRC bit but ver1 1: no trailer
    "020101000101000000090101"
        + "00000bb80010000000000003"
        + "6a6176612e6c616e672e537472696e67026869",
    // v2, ver1 2 and the CRC bit: trailer; without the bit: none
    "0202010001010000001b0101"
        + "00000bb80010000000000003"
        + "6a6176612e6c616e672e537472696e67026869"
        + "dee14a09",
    "02020000010000000029010000000000000000000000",
  })
  void theLengthOfAFrameIsKnownFromItsFixedPart(String hex) throws IOException {
    ByteBuffer frame = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    assertEquals(frame.limit(), BoltVersion.of(frame.get(0)).frameLength(frame, 0));
  }

  @Test
  void framesOfThisModuleTellTheirOwnLength() throws IOException {
    for (BoltVersion version : BoltVersion.values()) {
      byte[] request = version.request(1024);
      byte[] response = version.answer(1024);
      assertEquals(request.length, version.frameLength(ByteBuffer.wrap(request), 0));
      assertEquals(response.length, version.frameLength(ByteBuffer.wrap(response), 0));
    }
  }
}
