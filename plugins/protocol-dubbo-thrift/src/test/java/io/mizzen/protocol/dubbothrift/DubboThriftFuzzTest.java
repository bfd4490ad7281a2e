package io.mizzen.protocol.dubbothrift;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.AnyBytes;
import io.mizzen.testkit.HexFrames;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link AnyBytes} of the thrift protocol of Dubbo. Seeds are recorded frames; JAZZER_FUZZ=1 goes
 * on from them.
 */
class DubboThriftFuzzTest {
  private static final AnyBytes ANY =
      new AnyBytes(
          new DubboThriftSubject(
              Map.of("streamAbove", new ByteSize(256), "maxFrame", new ByteSize(65536))));

  static Stream<Arguments> seeds() {
    return ANY.seeds(HexFrames.load(DubboThriftFuzzTest.class, "/frames/dubbo-thrift.hex").values())
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
}
