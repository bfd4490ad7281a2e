package io.mizzen.protocol.dubbo;

import io.mizzen.testkit.ClientCodecContract;

class DubboClientCodecTest extends ClientCodecContract {
  DubboClientCodecTest() {
    super(new DubboSubject());
  }
}
