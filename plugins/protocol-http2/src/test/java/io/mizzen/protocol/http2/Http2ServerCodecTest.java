package io.mizzen.protocol.http2;

import io.mizzen.testkit.ServerCodecContract;

class Http2ServerCodecTest extends ServerCodecContract {
  Http2ServerCodecTest() {
    super(new Http2Subject());
  }
}
