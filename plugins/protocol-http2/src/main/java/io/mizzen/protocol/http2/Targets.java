package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Octets;

/** What can stand in {@code :path} (RFC 9113 section 8.3.1). */
final class Targets {
  private Targets() {}

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

  /** Whether octets of a path are a target of a method. */
  static boolean isTarget(byte[] bytes, int from, int to, String method) {
    byte first = bytes[from];
    return first == '/' || (first == '*' && to - from == 1 && method.equals("OPTIONS"));
  }
}
