package io.mizzen.it.bolt;

/** Something that forwards bolt from a port of its own to one upstream. */
interface ProxyUnderTest extends AutoCloseable {
  /** Where callers connect, on 127.0.0.1. */
  int port();

  /** Heartbeats it answered to callers so far, or -1 if it does not count. */
  long heartbeatsAnswered();

  @Override
  void close();
}
