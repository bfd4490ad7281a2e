package io.mizzen.xprotocol.fixed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.AnyBytes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link AnyBytes} of a described protocol. JAZZER_FUZZ=1 goes on from its samples. */
class FixedFuzzTest {
  private static final AnyBytes ANY =
      new AnyBytes(
          new FixedSubject(
              Map.of("streamAbove", new ByteSize(256), "maxFrame", new ByteSize(65536))));

  static Stream<Arguments> seeds() {
    return ANY.seeds(List.of()).map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromACaller(byte[] bytes) {
    ANY.fromCaller(bytes);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesFromAnUpstream(byte[] bytes) {
    ANY.fromUpstream(bytes);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anythingAcceptedIsForwardedAsItWas(byte[] bytes) {
    ANY.forwarded(bytes);
  }
}
