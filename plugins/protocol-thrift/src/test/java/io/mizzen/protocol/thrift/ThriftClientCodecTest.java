package io.mizzen.protocol.thrift;

import io.mizzen.testkit.ClientCodecContract;

class ThriftClientCodecTest extends ClientCodecContract {
  ThriftClientCodecTest() {
    super(new ThriftSubject());
  }
}
