package io.mizzen.lib.http;

/** Hosts with an optional port (RFC 3986 section 3.2): no user, nothing empty, a port in range. */
public final class Authority {
  /** Room for any host that can be looked up, which has 253 octets (RFC 1035), and a port. */
  public static final int LONGEST = 512;

  private static final int MOST_DIGITS = 5;
  private static final int LAST_PORT = 65_535;

  private Authority() {}

  public static boolean isGood(CharSequence text) {
    return isGood(text, new byte[text.length()]);
  }

  /**
   * The same without allocating, on the way of a request.
   *
   * @param scratch what is in it is lost; a text that does not fit is no good
   */
  public static boolean isGood(CharSequence text, byte[] scratch) {
    int length = text.length();
    if (length > scratch.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
      scratch[i] = (byte) text.charAt(i);
    }
    return isGood(scratch, 0, length);
  }

  public static boolean isGood(byte[] bytes, int from, int to) {
    if (!Octets.all(Octets.HOST, bytes, from, to)) {
      return false;
    }
    int colon = portColon(bytes, from, to);
    int hostEnd = colon < 0 ? to : colon;
    if (hostEnd == from || (colon >= 0 && colon + 1 < to && port(bytes, colon + 1, to) < 0)) {
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

  /** Whether it is good and names a port above 0, as the target of CONNECT must. */
  public static boolean isGoodWithPort(byte[] bytes, int from, int to) {
    int colon = portColon(bytes, from, to);
    return colon >= 0 && port(bytes, colon + 1, to) > 0 && isGood(bytes, from, to);
  }

  /** Whether two spell the same host and port; letters compared without case. */
  public static boolean same(byte[] bytes, int from, int to, int otherFrom, int otherTo) {
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

  /** Whether a percent sign is followed by two hexadecimal digits. */
  static boolean isEscape(byte[] bytes, int at, int to) {
    return at + 2 < to
        && Octets.is(Octets.HEX, bytes[at + 1])
        && Octets.is(Octets.HEX, bytes[at + 2]);
  }

  /** The colon before the port, or -1. */
  private static int portColon(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from && bytes[i] != ']'; i--) {
      if (bytes[i] == ':') {
        return i;
      }
    }
    return -1;
  }

  private static int port(byte[] bytes, int from, int to) {
    long port = to - from > MOST_DIGITS ? -1 : Octets.number(bytes, from, to);
    return port > LAST_PORT ? -1 : (int) port;
  }
}
