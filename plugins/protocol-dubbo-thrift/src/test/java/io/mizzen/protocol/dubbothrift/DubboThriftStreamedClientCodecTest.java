package io.mizzen.protocol.dubbothrift;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.ClientCodecContract;
import java.util.Map;

/** The same promises when every frame with a body is streamed. */
class DubboThriftStreamedClientCodecTest extends ClientCodecContract {
  DubboThriftStreamedClientCodecTest() {
    super(new DubboThriftSubject(Map.of("streamAbove", new ByteSize(0))));
  }
}
