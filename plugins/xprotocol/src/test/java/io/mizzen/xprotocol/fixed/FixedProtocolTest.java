package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ProtocolContract;

class FixedProtocolTest extends ProtocolContract {
  FixedProtocolTest() {
    super(new FixedSubject());
  }
}
