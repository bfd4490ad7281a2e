package io.mizzen.protocol.dubbo;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.ServerCodecContract;
import java.util.Map;

/** The same promises when every frame with a body is streamed. */
class DubboStreamedServerCodecTest extends ServerCodecContract {
  DubboStreamedServerCodecTest() {
    super(new DubboSubject(Map.of("streamAbove", new ByteSize(0))));
  }
}
