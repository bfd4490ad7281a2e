package io.mizzen.it.bolt;

/** How a client of SOFABolt speaks. */
public enum Dialect {
  V1("?_PROTOCOL=1"),
  V2("?_PROTOCOL=2&_VERSION=1"),
  V2_WITH_CRC("?_PROTOCOL=2&_VERSION=2");

  private final String query;

  Dialect(String query) {
    this.query = query;
  }

  /** Where a client goes that speaks so; a port on 127.0.0.1. */
  public String address(int port) {
    return "127.0.0.1:" + port + query;
  }
}
