package io.mizzen.protocol.dubbo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.AnyBytes;
import io.mizzen.testkit.HexFrames;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link AnyBytes} of dubbo. Seeds are recorded frames; JAZZER_FUZZ=1 goes on from them. */
class DubboFuzzTest {
  private static final AnyBytes ANY =
      new AnyBytes(
          new DubboSubject(
              Map.of("streamAbove", new ByteSize(256), "maxFrame", new ByteSize(65536))));

  static Stream<Arguments> seeds() {
    return ANY.seeds(HexFrames.load(DubboFuzzTest.class, "/frames/dubbo.hex").values())
        .map(Arguments::of);
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

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBytesAsAValue(byte[] bytes) {
    HessianSkipper skipper = new HessianSkipper();
    skipper.start(bytes, bytes.length);
    for (int at = 0; at >= 0 && at < bytes.length; ) {
      int next = skipper.skip(at);
      if (next >= 0) {
        assertTrue(next > at && next <= bytes.length);
      }
      at = next;
    }
  }
}
