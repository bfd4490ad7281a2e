package io.mizzen.protocol.http1;

import io.mizzen.spi.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Request targets and hosts (RFC 9112 sections 3.2 and 3.3, RFC 3986). Match, filters and upstream
 * all see what stands in the head after this.
 */
final class Targets {
  private static final byte[] HTTP = Wire.ascii("http://");
  private static final byte[] HTTPS = Wire.ascii("https://");

  private Targets() {}

  /**
   * Finds out what a request asks for, and whom.
   *
   * @param from where the target stands in the head's octets
   */
  static void read(Http1RequestHead head, int from, int to, PathPolicy policy)
      throws ProtocolException {
    byte[] bytes = head.bytes;
    if (head.method == Method.CONNECT) {
      authorityForm(head, from, to);
    } else if (bytes[from] == '/') {
      head.operationFrom = from;
      head.operationTo = to;
      Paths.check(head, policy);
    } else if (to - from == 1 && bytes[from] == '*') {
      if (head.method != Method.OPTIONS) {
        throw Rule.TARGET.broken(Side.REQUEST);
      }
      head.operationFrom = from;
      head.operationTo = to;
    } else {
      absoluteForm(head, from, to, policy);
    }
  }

  private static void authorityForm(Http1RequestHead head, int from, int to)
      throws ProtocolException {
    int colon = portColon(head.bytes, from, to);
    int port = colon < 0 ? -1 : port(head.bytes, colon + 1, to);
    if (port < 1 || !isAuthority(head.bytes, from, to)) {
      throw Rule.TARGET.broken(Side.REQUEST);
    }
    head.serviceFrom = from;
    head.serviceTo = to;
  }

  private static void absoluteForm(Http1RequestHead head, int from, int to, PathPolicy policy)
      throws ProtocolException {
    byte[] bytes = head.bytes;
    int host = afterScheme(bytes, from, to, HTTP);
    if (host < 0) {
      host = afterScheme(bytes, from, to, HTTPS);
    }
    if (host < 0) {
      throw Rule.TARGET.broken(Side.REQUEST);
    }
    int path = host;
    while (path < to && bytes[path] != '/' && bytes[path] != '?') {
      path++;
    }
    if (path == host || !isAuthority(bytes, host, path)) {
      throw Rule.HOST.broken(Side.REQUEST);
    }
    head.serviceFrom = host;
    head.serviceTo = path;
    if (path < to && bytes[path] == '/') {
      head.retarget(path, to);
    } else if (path == to && head.method == Method.OPTIONS) {
      head.rewriteToAsterisk();
    } else {
      int start = head.length;
      head.append((byte) '/');
      head.appendOwn(path, to);
      head.retarget(start, head.length);
    }
    Paths.check(head, policy);
  }

  private static int afterScheme(byte[] bytes, int from, int to, byte[] scheme) {
    int end = from + scheme.length;
    return end <= to && Octets.equalsIgnoreCase(bytes, from, end, scheme) ? end : -1;
  }

  /** Whether octets are a host with an optional port: no user, nothing empty, a port in range. */
  static boolean isAuthority(byte[] bytes, int from, int to) {
    if (Octets.endOf(Octets.HOST, bytes, from, to) != to) {
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
    if (from == to || to - from > 5) {
      return -1;
    }
    int port = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      port = port * 10 + digit;
    }
    return port <= 65535 ? port : -1;
  }

  static boolean isAuthority(CharSequence text) {
    byte[] octets = octets(text);
    return octets != null && isAuthority(octets, 0, octets.length);
  }

  /** Whether a text can stand in a request line: begins with a slash, holds no blank. */
  static boolean isOriginForm(CharSequence text) {
    if (text.length() == 1 && text.charAt(0) == '*') {
      return true;
    }
    if (text.isEmpty() || text.charAt(0) != '/') {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter <= 0x20 || letter == 0x7f || letter > 0xff) {
        return false;
      }
    }
    return true;
  }

  private static byte @Nullable [] octets(CharSequence text) {
    byte[] octets = new byte[text.length()];
    for (int i = 0; i < octets.length; i++) {
      if (text.charAt(i) > 0x7f) {
        return null;
      }
      octets[i] = (byte) text.charAt(i);
    }
    return octets;
  }
}
