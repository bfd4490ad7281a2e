package io.mizzen.protocol.bolt;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.testkit.AnyBytes;
import io.mizzen.testkit.HexFrames;
import io.mizzen.xprotocol.convert.ConversionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as SOFARPC's hessian. JAZZER_FUZZ=1 goes on from what real providers answered. */
class SofaReaderFuzzTest {
  static Stream<Arguments> seeds() {
    return Stream.of(
            SofaConversionTest.GOOD,
            SofaConversionTest.NO_SERVICE,
            HexFrames.bytes("56 74 0004 5b696e74 6e01 91 7a"),
            HexFrames.bytes("4d 01 61 56 6c 00000001 4a00 7a 02 6262 6a 0100 7a"),
            HexFrames.bytes("4f 93 612e42 92 01 78 01 79 6f 90 77 00000001 52 00000000"))
        .map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesAreReadOrRefused(byte[] bytes) throws Exception {
    AnyBytes.readOrRefused(bytes, in -> new SofaReader(in)::value, ConversionException.class);
  }
}
