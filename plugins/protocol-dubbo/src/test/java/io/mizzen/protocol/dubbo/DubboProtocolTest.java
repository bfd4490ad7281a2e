package io.mizzen.protocol.dubbo;

import io.mizzen.testkit.ProtocolContract;

class DubboProtocolTest extends ProtocolContract {
  DubboProtocolTest() {
    super(new DubboSubject());
  }
}
