package io.mizzen.protocol.http1;

import java.util.List;
import java.util.Locale;

/** The list of places CONNECT may go to (RFC 9110 section 9.3.6 asks for one). */
final class ConnectTargets {
  private final List<String> patterns;

  ConnectTargets(List<String> patterns) {
    this.patterns = patterns.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
  }

  static void check(String pattern) {
    int colon = pattern.lastIndexOf(':');
    String port = pattern.substring(colon + 1);
    boolean goodPort =
        port.equals("*") || (port.length() <= 5 && port.chars().allMatch(Character::isDigit));
    if (colon < 1 || port.isEmpty() || !goodPort) {
      throw new IllegalArgumentException(
          "connectTargets needs host:port, *.suffix:port or *:port, got '" + pattern + "'");
    }
  }

  boolean allow(CharSequence authority) {
    String target = authority.toString().toLowerCase(Locale.ROOT);
    int colon = target.lastIndexOf(':');
    String host = target.substring(0, colon);
    String port = target.substring(colon + 1);
    for (String pattern : patterns) {
      int split = pattern.lastIndexOf(':');
      String wantedPort = pattern.substring(split + 1);
      if ((wantedPort.equals("*") || wantedPort.equals(port))
          && hostMatches(pattern.substring(0, split), host)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hostMatches(String pattern, String host) {
    return pattern.equals("*")
        || pattern.equals(host)
        || (pattern.startsWith("*.") && host.endsWith(pattern.substring(1)));
  }
}
