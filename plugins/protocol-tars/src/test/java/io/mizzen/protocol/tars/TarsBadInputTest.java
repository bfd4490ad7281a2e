package io.mizzen.protocol.tars;

import io.mizzen.testkit.BadInputContract;

class TarsBadInputTest extends BadInputContract {
  TarsBadInputTest() {
    super(new TarsSubject());
  }
}
