package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ServerCodecContract;
import java.util.Map;

class FixedStreamedServerCodecTest extends ServerCodecContract {
  FixedStreamedServerCodecTest() {
    super(new FixedSubject(Map.of("streamAbove", new io.mizzen.spi.config.ByteSize(0))));
  }
}
