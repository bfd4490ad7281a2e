package io.mizzen.protocol.tars;

import io.mizzen.testkit.ClientCodecContract;

class TarsClientCodecTest extends ClientCodecContract {
  TarsClientCodecTest() {
    super(new TarsSubject());
  }
}
