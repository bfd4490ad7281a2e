package io.mizzen.protocol.thrift;

import io.mizzen.testkit.BadInputContract;

class DubboThriftBadInputTest extends BadInputContract {
  DubboThriftBadInputTest() {
    super(new DubboThriftSubject());
  }
}
