package io.mizzen.protocol.dubbothrift;

import io.mizzen.testkit.ClientCodecContract;

class DubboThriftClientCodecTest extends ClientCodecContract {
  DubboThriftClientCodecTest() {
    super(new DubboThriftSubject());
  }
}
