package io.mizzen.protocol.bolt;

import io.mizzen.testkit.ProtocolContract;

class BoltProtocolTest extends ProtocolContract {
  BoltProtocolTest() {
    super(new BoltSubject());
  }
}
