package io.mizzen.protocol.bolt;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.ClientCodecContract;
import java.util.Map;

/** The same promises when every frame with content is streamed. */
class BoltStreamedClientCodecTest extends ClientCodecContract {
  BoltStreamedClientCodecTest() {
    super(new BoltSubject(Map.of("streamAbove", new ByteSize(0))));
  }
}
