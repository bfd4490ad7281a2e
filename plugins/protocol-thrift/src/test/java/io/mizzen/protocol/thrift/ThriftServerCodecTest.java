package io.mizzen.protocol.thrift;

import io.mizzen.testkit.ServerCodecContract;

class ThriftServerCodecTest extends ServerCodecContract {
  ThriftServerCodecTest() {
    super(new ThriftSubject());
  }
}
