package io.mizzen.protocol.thrift;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.ServerCodecContract;
import java.util.Map;

/** The same promises when every frame with a body is streamed. */
class ThriftStreamedServerCodecTest extends ServerCodecContract {
  ThriftStreamedServerCodecTest() {
    super(new ThriftSubject(Map.of("streamAbove", new ByteSize(0))));
  }
}
