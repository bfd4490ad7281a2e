package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ClientCodecContract;
import java.util.Map;

class FixedStreamedClientCodecTest extends ClientCodecContract {
  FixedStreamedClientCodecTest() {
    super(new FixedSubject(Map.of("streamAbove", new io.mizzen.spi.config.ByteSize(0))));
  }
}
