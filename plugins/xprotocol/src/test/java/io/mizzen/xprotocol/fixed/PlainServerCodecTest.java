package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.ServerCodecContract;

class PlainServerCodecTest extends ServerCodecContract {
  PlainServerCodecTest() {
    super(new PlainSubject());
  }
}
