package io.mizzen.protocol.bolt;

import io.mizzen.testkit.ServerCodecContract;

class BoltServerCodecTest extends ServerCodecContract {
  BoltServerCodecTest() {
    super(new BoltSubject());
  }
}
