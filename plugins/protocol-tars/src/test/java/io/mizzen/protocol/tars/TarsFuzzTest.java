package io.mizzen.protocol.tars;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.AnyBytes;
import io.mizzen.testkit.HexFrames;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link AnyBytes} of tars. Seeds are recorded frames; JAZZER_FUZZ=1 goes on from them. */
class TarsFuzzTest {
  private static final AnyBytes ANY =
      new AnyBytes(
          new TarsSubject(
              Map.of("streamAbove", new ByteSize(256), "maxFrame", new ByteSize(65536))));

  /**
   * With room above every input: an id of more bytes makes a frame longer, and one that becomes too
   * long to be held shows less of itself.
   */
  private static final AnyBytes ROOMY = new AnyBytes(new TarsSubject(Map.of()));

  static Stream<Arguments> seeds() {
    return ANY.seeds(HexFrames.load(TarsFuzzTest.class, "/frames/tars.hex").values())
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
    ROOMY.forwarded(bytes);
  }
}
