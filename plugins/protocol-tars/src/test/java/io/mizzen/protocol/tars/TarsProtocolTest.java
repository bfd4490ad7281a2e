package io.mizzen.protocol.tars;

import io.mizzen.testkit.ProtocolContract;

class TarsProtocolTest extends ProtocolContract {
  TarsProtocolTest() {
    super(new TarsSubject());
  }
}
