package io.mizzen.protocol.dubbo;

import io.mizzen.testkit.BadInputContract;

class DubboBadInputTest extends BadInputContract {
  DubboBadInputTest() {
    super(new DubboSubject());
  }
}
