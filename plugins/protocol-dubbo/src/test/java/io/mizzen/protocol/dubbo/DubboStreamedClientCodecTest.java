package io.mizzen.protocol.dubbo;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.ClientCodecContract;
import java.util.Map;

/** The same promises when every frame with a body is streamed. */
class DubboStreamedClientCodecTest extends ClientCodecContract {
  DubboStreamedClientCodecTest() {
    super(new DubboSubject(Map.of("streamAbove", new ByteSize(0))));
  }
}
