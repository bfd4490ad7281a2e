package io.mizzen.protocol.tars;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.ServerCodecContract;
import java.util.Map;

/** The same promises when every frame with a body is streamed. */
class TarsStreamedServerCodecTest extends ServerCodecContract {
  TarsStreamedServerCodecTest() {
    super(new TarsSubject(Map.of("streamAbove", new ByteSize(0))));
  }
}
