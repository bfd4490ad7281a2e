package io.mizzen.protocol.dubbothrift;

import io.mizzen.testkit.ServerCodecContract;

class DubboThriftServerCodecTest extends ServerCodecContract {
  DubboThriftServerCodecTest() {
    super(new DubboThriftSubject());
  }
}
