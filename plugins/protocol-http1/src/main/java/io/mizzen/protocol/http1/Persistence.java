package io.mizzen.protocol.http1;

/** Whether a connection outlives an exchange (RFC 9112 section 9.3). */
enum Persistence {
  KEEP,
  CLOSE
}
