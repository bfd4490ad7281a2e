package io.mizzen.protocol.http1;

import io.mizzen.testkit.ServerCodecContract;

class Http1ServerCodecTest extends ServerCodecContract {
  Http1ServerCodecTest() {
    super(new Subject());
  }
}
