package io.mizzen.protocol.thrift;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.ClientCodecContract;
import java.util.Map;

/** The same promises when every frame with a body is streamed. */
class ThriftStreamedClientCodecTest extends ClientCodecContract {
  ThriftStreamedClientCodecTest() {
    super(new ThriftSubject(Map.of("streamAbove", new ByteSize(0))));
  }
}
