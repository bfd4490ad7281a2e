package io.mizzen.protocol.dubbothrift;

import io.mizzen.testkit.BadInputContract;

class DubboThriftBadInputTest extends BadInputContract {
  DubboThriftBadInputTest() {
    super(new DubboThriftSubject());
  }
}
