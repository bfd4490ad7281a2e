package io.mizzen.filter.transcoder;

import org.jspecify.annotations.Nullable;

/**
 * What a path asks for: {@code <prefix>/{service}/{method}}, or {@code <prefix>/{method}} where the
 * service is given. Names are those of Java; anything else in their place, such as an escape or a
 * further segment, is no call.
 */
record Target(String service, String method) {
  /** Reads a path with query; null if it names no call. */
  static @Nullable Target of(CharSequence operation, String prefix, @Nullable String service) {
    String path = operation.toString();
    int query = path.indexOf('?');
    if (query >= 0) {
      path = path.substring(0, query);
    }
    String begin = prefix.endsWith("/") ? prefix : prefix + "/";
    if (!path.startsWith(begin)) {
      return null;
    }
    String rest = path.substring(begin.length());
    int slash = rest.indexOf('/');
    if (service != null) {
      return isName(rest) ? new Target(service, rest) : null;
    }
    if (slash < 0) {
      return null;
    }
    String called = rest.substring(0, slash);
    String method = rest.substring(slash + 1);
    return isName(called) && isName(method) ? new Target(called, method) : null;
  }

  /** Whether a text is a name as Java has them, with dots. */
  static boolean isName(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean good =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '_'
              || c == '$'
              || c == '.'
              || c == '-';
      if (!good) {
        return false;
      }
    }
    return true;
  }
}
