package io.mizzen.protocol.http2;

import io.mizzen.testkit.ProtocolContract;

class Http2ProtocolTest extends ProtocolContract {
  Http2ProtocolTest() {
    super(new Http2Subject());
  }
}
