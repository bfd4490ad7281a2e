package io.mizzen.protocol.thrift;

import io.mizzen.testkit.ProtocolContract;

class ThriftProtocolTest extends ProtocolContract {
  ThriftProtocolTest() {
    super(new ThriftSubject());
  }
}
