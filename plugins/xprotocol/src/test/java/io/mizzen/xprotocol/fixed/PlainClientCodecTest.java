package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ClientCodecContract;

class PlainClientCodecTest extends ClientCodecContract {
  PlainClientCodecTest() {
    super(new PlainSubject());
  }
}
