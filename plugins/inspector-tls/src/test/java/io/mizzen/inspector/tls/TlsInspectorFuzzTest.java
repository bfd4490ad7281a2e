package io.mizzen.inspector.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.inspector.tls.TlsInspectorConfig.WhenSilent;
import io.mizzen.spi.network.Fact;
import io.mizzen.spi.network.Inspector.Verdict;
import io.mizzen.testkit.FakeConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes: no exception, nothing consumed, and the same verdict however they are cut. */
class TlsInspectorFuzzTest {
  static Stream<Arguments> seeds() {
    return Stream.of(
            TlsInspectorTest.JDK,
            TlsInspectorTest.TLCP,
            TlsInspectorTest.fragmented(TlsInspectorTest.JDK, 50),
            TlsInspectorTest.hello("0010 0004 0002 05 61"),
            new byte[] {0x15, 3, 3, 0, 2, 2, 10},
            new byte[0])
        .map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyCutGivesTheSameVerdict(byte[] bytes) {
    assertEquals(inspect(bytes, bytes.length), inspect(bytes, 1));
  }

  private static String inspect(byte[] bytes, int step) {
    TlsInspector inspector = new TlsInspector(WhenSilent.WAIT);
    FakeConnection connection = new FakeConnection();
    ByteBuf in = Unpooled.buffer();
    Verdict verdict = Verdict.NEED_MORE;
    for (int at = 0; at < bytes.length && verdict == Verdict.NEED_MORE; at += step) {
      in.writeBytes(bytes, at, Math.min(step, bytes.length - at));
      verdict = inspector.inspect(in, connection);
      assertEquals(0, in.readerIndex());
    }
    return verdict
        + " "
        + connection.get(Fact.TRANSPORT)
        + " "
        + connection.get(Fact.SERVER_NAME)
        + " "
        + connection.get(Fact.APPLICATION_PROTOCOLS);
  }
}
