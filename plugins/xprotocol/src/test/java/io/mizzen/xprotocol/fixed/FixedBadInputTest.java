package io.mizzen.xprotocol.fixed;

import io.mizzen.testkit.BadInputContract;

class FixedBadInputTest extends BadInputContract {
  FixedBadInputTest() {
    super(new FixedSubject());
  }
}
