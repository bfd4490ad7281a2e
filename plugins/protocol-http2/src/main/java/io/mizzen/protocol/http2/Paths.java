package io.mizzen.protocol.http2;

/** Paths that two servers could read differently, and what can be a path at all. */
final class Paths {
  private Paths() {}

  /** Whether a text can be asked for: begins with a slash, holds no blank or control octet. */
  static boolean isGood(CharSequence text) {
    if (text.isEmpty() || (text.charAt(0) != '/' && !text.toString().equals("*"))) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter > 0x7f || !Octets.is(Octets.PATH, (byte) letter)) {
        return false;
      }
    }
    return true;
  }

  /** Whether every server reads a path in the same way. */
  static boolean isPlain(byte[] bytes, int from, int to) {
    int at = from;
    for (; at < to && bytes[at] != '?'; at++) {
      byte octet = bytes[at];
      if (octet == '%') {
        int escaped = escaped(bytes, at, to);
        if (escaped == '/' || escaped == '\\' || escaped == 0) {
          return false;
        }
      } else if (octet == '\\'
          || octet == '#'
          || (octet == '/' && isDotSegment(bytes, at + 1, to))) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == '#') {
        return false;
      }
    }
    return true;
  }

  /** The octet that an escape stands for, or -1 if it is none. */
  private static int escaped(byte[] bytes, int at, int to) {
    return Authority.isEscape(bytes, at, to)
        ? Character.digit(bytes[at + 1], 16) << 4 | Character.digit(bytes[at + 2], 16)
        : -1;
  }

  /** Whether a segment is a dot segment, its dots encoded or not. */
  private static boolean isDotSegment(byte[] bytes, int from, int to) {
    int at = from;
    int dots = 0;
    while (at < to && bytes[at] != '/' && bytes[at] != '?') {
      if (bytes[at] == '.') {
        at++;
      } else if (bytes[at] == '%' && escaped(bytes, at, to) == '.') {
        at += 3;
      } else if (bytes[at] == ';') {
        // Some servers take parameters off a segment before they look at its dots.
        break;
      } else {
        return false;
      }
      dots++;
    }
    return dots == 1 || dots == 2;
  }
}
