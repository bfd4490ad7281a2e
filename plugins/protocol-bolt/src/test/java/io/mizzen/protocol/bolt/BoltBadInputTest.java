package io.mizzen.protocol.bolt;

import io.mizzen.testkit.BadInputContract;

class BoltBadInputTest extends BadInputContract {
  BoltBadInputTest() {
    super(new BoltSubject());
  }
}
