package io.mizzen.protocol.tars;

import io.mizzen.testkit.ServerCodecContract;

class TarsServerCodecTest extends ServerCodecContract {
  TarsServerCodecTest() {
    super(new TarsSubject());
  }
}
