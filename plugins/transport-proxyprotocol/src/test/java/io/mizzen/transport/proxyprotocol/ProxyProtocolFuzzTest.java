package io.mizzen.transport.proxyprotocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.spi.network.Fact;
import io.mizzen.spi.network.Inspector;
import io.mizzen.spi.network.Inspector.Verdict;
import io.mizzen.testkit.FakeConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes: no exception, and the same verdict, caller and rest however they are cut. */
class ProxyProtocolFuzzTest {
  private static final Inspector INSPECTOR =
      new ProxyProtocolInspector(
          new ProxyProtocolInspectorConfig(List.of("192.0.2.0/24"), false, Duration.ofSeconds(3)));

  static Stream<Arguments> seeds() {
    String signature = "0d0a0d0a000d0a515549540a";
    return Stream.concat(
            Stream.of(
                    "PROXY TCP4 192.0.2.9 198.51.100.10 56324 443\r\nGET /",
                    "PROXY TCP6 2001:db8::9 ::1 0 65535\r\n",
                    "PROXY UNKNOWN x\r\n",
                    "PROXY TCP4 192.0.2.9",
                    "GET / HTTP/1.1\r\n")
                .map(text -> text.getBytes(StandardCharsets.US_ASCII)),
            Stream.of(
                    signature + "2111000cc0000209c633640adc0401bb474554",
                    signature + "20000000",
                    signature + "21110016c0000209c633640adc0401bb0400030000 00ea0001ff",
                    signature + "21110013c0000209c633640adc0401bb03000400000000")
                .map(hex -> HexFormat.of().parseHex(hex.replace(" ", ""))))
        .map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyCutGivesTheSameVerdict(byte[] bytes) {
    assertEquals(inspect(bytes, bytes.length), inspect(bytes, 1));
  }

  private static String inspect(byte[] bytes, int step) {
    FakeConnection connection = new FakeConnection();
    ByteBuf in = Unpooled.buffer();
    Verdict verdict = Verdict.NEED_MORE;
    for (int at = 0; at < bytes.length && verdict == Verdict.NEED_MORE; at += step) {
      in.writeBytes(bytes, at, Math.min(step, bytes.length - at));
      verdict = INSPECTOR.inspect(in, connection);
    }
    return verdict
        + " "
        + connection.get(Fact.REMOTE)
        + " "
        + connection.get(Fact.LOCAL)
        + " "
        + in.readerIndex();
  }
}
