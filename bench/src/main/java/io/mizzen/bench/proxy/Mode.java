package io.mizzen.bench.proxy;

/** What a proxy has to understand of the bytes, and what it writes about them. */
public enum Mode {
  HTTP1,
  /** The same with a line per request in a file of the proxy's folder. */
  HTTP1_LOGGED,
  /** HTTP/2 by prior knowledge from the client, HTTP/1.1 to the upstream. */
  HTTP2_TO_HTTP1,
  /** HTTP/2 by prior knowledge on both sides. */
  HTTP2,
  /** Bolt frames; a proxy that knows no bolt forwards the bytes. */
  BOLT,
  /** The same with dubbo. */
  DUBBO,
  /** The same with a protocol that only its YAML describes. */
  PLAIN,
  /** Bytes of a connection, to one upstream connection of its own. */
  TCP;

  boolean isHttp() {
    return switch (this) {
      case HTTP1, HTTP1_LOGGED, HTTP2_TO_HTTP1, HTTP2 -> true;
      case BOLT, DUBBO, PLAIN, TCP -> false;
    };
  }

  /** Whether clients speak HTTP/2. */
  boolean downstreamHttp2() {
    return this == HTTP2_TO_HTTP1 || this == HTTP2;
  }

  /** Whether a client could talk to the upstream without a proxy. */
  public boolean sameOnBothSides() {
    return this != HTTP2_TO_HTTP1;
  }

  /** Whether the upstream speaks HTTP/2. */
  public boolean upstreamHttp2() {
    return this == HTTP2;
  }

  /** The word in the names of templates. */
  String word() {
    return switch (this) {
      case HTTP1, HTTP1_LOGGED, HTTP2_TO_HTTP1, HTTP2 -> "http";
      case BOLT -> "bolt";
      case DUBBO -> "dubbo";
      case PLAIN -> "plain";
      case TCP -> "tcp";
    };
  }
}
