package io.mizzen.lib.http;

import io.mizzen.spi.config.Doc;

/** What becomes of paths that two servers could read differently. */
public enum PathPolicy {
  @Doc(
      "Dot segments, encoded slashes, backslashes and NUL are answered with 400; everything else is"
          + " forwarded untouched.")
  STRICT,
  @Doc(
      "Dot segments are resolved and needless percent-encoding is undone, for routes, filters and"
          + " upstream alike; encoded slashes, backslashes and NUL are answered with 400.")
  REWRITE,
  @Doc("Whatever the grammar allows is forwarded untouched.")
  AS_IS
}
