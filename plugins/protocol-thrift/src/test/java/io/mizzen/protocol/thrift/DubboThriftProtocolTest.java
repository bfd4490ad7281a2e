package io.mizzen.protocol.thrift;

import io.mizzen.testkit.ProtocolContract;

class DubboThriftProtocolTest extends ProtocolContract {
  DubboThriftProtocolTest() {
    super(new DubboThriftSubject());
  }
}
