package io.mizzen.protocol.http1;

import io.mizzen.testkit.ClientCodecContract;

class Http1ClientCodecTest extends ClientCodecContract {
  Http1ClientCodecTest() {
    super(new Subject());
  }
}
