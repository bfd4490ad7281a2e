package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ServerCodecContract;

class FixedServerCodecTest extends ServerCodecContract {
  FixedServerCodecTest() {
    super(new FixedSubject());
  }
}
