package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ClientCodecContract;

class FixedClientCodecTest extends ClientCodecContract {
  FixedClientCodecTest() {
    super(new FixedSubject());
  }
}
