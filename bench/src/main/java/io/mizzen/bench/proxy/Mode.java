package io.mizzen.bench.proxy;

/** What a proxy has to understand of the bytes, and what it writes about them. */
public enum Mode {
  HTTP1,
  /** The same with a line per request in a file of the proxy's folder. */
  HTTP1_LOGGED,
  /** Bolt frames; a proxy that knows no bolt forwards the bytes. */
  BOLT,
  /** Bytes of a connection, to one upstream connection of its own. */
  TCP;

  boolean isHttp() {
    return this == HTTP1 || this == HTTP1_LOGGED;
  }

  /** The word in the names of templates. */
  String word() {
    return switch (this) {
      case HTTP1, HTTP1_LOGGED -> "http1";
      case BOLT -> "bolt";
      case TCP -> "tcp";
    };
  }
}
