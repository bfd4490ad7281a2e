package io.mizzen.protocol.http1;

import io.mizzen.testkit.ProtocolContract;

class Http1ProtocolTest extends ProtocolContract {
  Http1ProtocolTest() {
    super(new Subject());
  }
}
