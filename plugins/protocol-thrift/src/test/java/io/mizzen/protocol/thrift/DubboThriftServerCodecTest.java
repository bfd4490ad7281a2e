package io.mizzen.protocol.thrift;

import io.mizzen.testkit.ServerCodecContract;

class DubboThriftServerCodecTest extends ServerCodecContract {
  DubboThriftServerCodecTest() {
    super(new DubboThriftSubject());
  }
}
