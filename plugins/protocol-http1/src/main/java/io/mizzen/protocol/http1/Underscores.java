package io.mizzen.protocol.http1;

import io.mizzen.spi.config.Doc;

/** What becomes of header names with an underscore. */
public enum Underscores {
  @Doc("Forwarded like any name.")
  ALLOW,
  @Doc("The header is left out.")
  DROP,
  @Doc("The request is answered with 400.")
  REJECT
}
