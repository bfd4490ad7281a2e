package io.mizzen.spi.protocol;

/** What the first bytes of a connection say about a protocol. */
public enum Detection {
  MATCH,
  NO_MATCH,
  /** A prefix of something that would match. */
  NEED_MORE
}
