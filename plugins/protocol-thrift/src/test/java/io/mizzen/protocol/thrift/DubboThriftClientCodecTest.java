package io.mizzen.protocol.thrift;

import io.mizzen.testkit.ClientCodecContract;

class DubboThriftClientCodecTest extends ClientCodecContract {
  DubboThriftClientCodecTest() {
    super(new DubboThriftSubject());
  }
}
