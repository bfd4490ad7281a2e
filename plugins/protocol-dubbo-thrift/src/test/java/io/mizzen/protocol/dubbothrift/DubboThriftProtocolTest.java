package io.mizzen.protocol.dubbothrift;

import io.mizzen.testkit.ProtocolContract;

class DubboThriftProtocolTest extends ProtocolContract {
  DubboThriftProtocolTest() {
    super(new DubboThriftSubject());
  }
}
