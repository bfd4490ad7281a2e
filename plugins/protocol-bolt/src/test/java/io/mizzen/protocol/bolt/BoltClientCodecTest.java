package io.mizzen.protocol.bolt;

import io.mizzen.testkit.ClientCodecContract;

class BoltClientCodecTest extends ClientCodecContract {
  BoltClientCodecTest() {
    super(new BoltSubject());
  }
}
