package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ProtocolContract;

class PlainProtocolTest extends ProtocolContract {
  PlainProtocolTest() {
    super(new PlainSubject());
  }
}
