package io.mizzen.protocol.thrift;

import io.mizzen.testkit.BadInputContract;

class ThriftBadInputTest extends BadInputContract {
  ThriftBadInputTest() {
    super(new ThriftSubject());
  }
}
