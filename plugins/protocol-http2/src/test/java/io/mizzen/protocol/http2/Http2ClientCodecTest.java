package io.mizzen.protocol.http2;

import io.mizzen.testkit.ClientCodecContract;

class Http2ClientCodecTest extends ClientCodecContract {
  Http2ClientCodecTest() {
    super(new Http2Subject());
  }
}
