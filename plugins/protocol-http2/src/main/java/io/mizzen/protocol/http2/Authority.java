package io.mizzen.protocol.http2;

/** Hosts with an optional port (RFC 3986 section 3.2): no user, nothing empty, a port in range. */
final class Authority {
  private static final int MOST_DIGITS = 5;
  private static final int LAST_PORT = 65_535;

  private Authority() {}

  static boolean isGood(CharSequence text) {
    byte[] octets = new byte[text.length()];
    for (int i = 0; i < octets.length; i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
      octets[i] = (byte) text.charAt(i);
    }
    return isGood(octets, 0, octets.length);
  }

  static boolean isGood(byte[] bytes, int from, int to) {
    if (!Octets.all(Octets.HOST, bytes, from, to)) {
      return false;
    }
    int colon = portColon(bytes, from, to);
    int hostEnd = colon < 0 ? to : colon;
    if (hostEnd == from || (colon >= 0 && colon + 1 < to && !isPort(bytes, colon + 1, to))) {
      return false;
    }
    if (bytes[from] == '[') {
      return hostEnd - from > 3
          && bytes[hostEnd - 1] == ']'
          && isAddress(bytes, from + 1, hostEnd - 1);
    }
    for (int i = from; i < hostEnd; i++) {
      byte octet = bytes[i];
      if (octet == ':' || octet == '[' || octet == ']') {
        return false;
      }
      if (octet == '%' && !isEscape(bytes, i, hostEnd)) {
        return false;
      }
    }
    return true;
  }

  /** Whether two spell the same host and port; letters compared without case. */
  static boolean same(byte[] bytes, int from, int to, int otherFrom, int otherTo) {
    if (to - from != otherTo - otherFrom) {
      return false;
    }
    for (int i = 0; i < to - from; i++) {
      if (Octets.lower(bytes[from + i]) != Octets.lower(bytes[otherFrom + i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAddress(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Octets.is(Octets.HEX, bytes[i]) && bytes[i] != ':' && bytes[i] != '.') {
        return false;
      }
    }
    return true;
  }

  static boolean isEscape(byte[] bytes, int at, int to) {
    return at + 2 < to
        && Octets.is(Octets.HEX, bytes[at + 1])
        && Octets.is(Octets.HEX, bytes[at + 2]);
  }

  private static int portColon(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from && bytes[i] != ']'; i--) {
      if (bytes[i] == ':') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isPort(byte[] bytes, int from, int to) {
    long port = to - from > MOST_DIGITS ? -1 : Octets.number(bytes, from, to);
    return port >= 0 && port <= LAST_PORT;
  }
}
