package io.mizzen.bench.proxy;

/** What a proxy has to understand of the bytes. */
public enum Mode {
  HTTP1,
  /** Bolt frames; a proxy that knows no bolt forwards the bytes. */
  BOLT,
  /** Bytes of a connection, to one upstream connection of its own. */
  TCP
}
