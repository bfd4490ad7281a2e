package io.mizzen.admin;

import java.util.Locale;

/** Names that mean this host without asking a resolver, which an attacker may answer for. */
final class LoopbackNames {
  private LoopbackNames() {}

  /**
   * Whether a host, without port and brackets, is this one.
   *
   * <p>RFC 6761 6.3 for {@code localhost}; RFC 1122 3.2.1.3 for 127/8.
   */
  static boolean contains(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.equals("::1") || isFourParts(name);
  }

  private static boolean isFourParts(String name) {
    if (!name.startsWith("127.")) {
      return false;
    }
    int dots = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false; // 127.0.0.1.evil.example
      }
    }
    return dots == 3;
  }
}
