package io.mizzen.protocol.dubbo;

import io.mizzen.testkit.ServerCodecContract;

class DubboServerCodecTest extends ServerCodecContract {
  DubboServerCodecTest() {
    super(new DubboSubject());
  }
}
