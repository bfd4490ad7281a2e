package io.mizzen.protocol.http2;

import io.mizzen.spi.config.Doc;

/** What becomes of paths that two servers could read differently. */
public enum PathPolicy {
  @Doc(
      "Dot segments, encoded slashes, backslashes and NUL are answered with 400; everything else is"
          + " forwarded untouched.")
  STRICT,
  @Doc("Whatever the grammar allows is forwarded untouched.")
  AS_IS
}
