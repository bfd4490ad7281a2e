package io.mizzen.router.http;

import io.mizzen.lib.matching.Letters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of a route's hosts.
 *
 * <pre>
 *   api.example.com    EXACT    api.example.com
 *   *.example.com      SUFFIX   .example.com     any depth, at least one label before it
 *   api.*              PREFIX   api.             any depth, at least one label after it
 *   *                  ANY                       also a request without a host
 * </pre>
 *
 * @param text in lower case, without the star
 */
record HostPattern(Kind kind, String text) {
  static final HostPattern ANY = new HostPattern(Kind.ANY, "");

  enum Kind {
    EXACT,
    SUFFIX,
    PREFIX,
    ANY
  }

  /**
   * Reads what users write.
   *
   * @throws IllegalArgumentException with a sentence for users
   */
  static HostPattern parse(String written) {
    if (written.equals("*")) {
      return ANY;
    }
    String host = Letters.IGNORE_CASE.fold(written);
    if (host.startsWith("*.")) {
      requireName(host.substring(2));
      return new HostPattern(Kind.SUFFIX, host.substring(1));
    }
    if (host.endsWith(".*")) {
      requireName(host.substring(0, host.length() - 2));
      return new HostPattern(Kind.PREFIX, host.substring(0, host.length() - 1));
    }
    requireName(host);
    return new HostPattern(Kind.EXACT, host);
  }

  // By hand: the generated ones are linked anew at every start, which takes milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HostPattern pattern
        && kind == pattern.kind
        && text.equals(pattern.text);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + kind.ordinal();
  }

  /** Fails unless a text is a host name or an address (IPv6 in brackets), without a port. */
  static void requireName(String host) {
    boolean address = host.startsWith("[") && host.endsWith("]");
    String name = address ? host.substring(1, host.length() - 1) : host;
    if (name.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "a '*' stands for whole labels at one end of a host, as in '*.example.com', got '"
              + host
              + "'");
    }
    if (!address && name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "a host is written without a port (ports do not count) and an IPv6 address in brackets,"
              + " got '"
              + host
              + "'");
    }
    if (name.isEmpty() || name.startsWith(".") || name.endsWith(".") || !onlyNameLetters(name)) {
      throw new IllegalArgumentException("not a host name: '" + host + "'");
    }
  }

  /** The same, but a port may follow. */
  static void requireAuthority(String authority) {
    int colon = authority.lastIndexOf(':');
    String port = authority.substring(colon + 1);
    boolean hasPort =
        colon > authority.lastIndexOf(']')
            && !port.isEmpty()
            && port.length() <= 5
            && port.chars().allMatch(c -> c >= '0' && c <= '9');
    requireName(hasPort ? authority.substring(0, colon) : authority);
  }

  private static boolean onlyNameLetters(String name) {
    return name.chars()
        .allMatch(
            c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-_.:%".indexOf(c) >= 0);
  }

  /**
   * Where the name in a host field ends: before the port, and before the dot that marks a name as
   * complete.
   */
  static int nameEnd(CharSequence host) {
    int end = host.length();
    for (int i = end - 1; i >= 0; i--) {
      char c = host.charAt(i);
      if (c == ':') {
        end = i;
        break;
      }
      if (c < '0' || c > '9') {
        break;
      }
    }
    return end > 1 && host.charAt(end - 1) == '.' ? end - 1 : end;
  }

  /** Whether a host field matches; the plain truth that the index must agree with. */
  boolean matches(CharSequence host) {
    int end = nameEnd(host);
    return switch (kind) {
      case ANY -> true;
      case EXACT -> end == text.length() && Letters.IGNORE_CASE.holds(host, 0, text);
      case SUFFIX ->
          end > text.length() && Letters.IGNORE_CASE.holds(host, end - text.length(), text);
      case PREFIX -> end > text.length() && Letters.IGNORE_CASE.holds(host, 0, text);
    };
  }

  /** All patterns that match every host this one matches, itself first. */
  List<HostPattern> covering() {
    List<HostPattern> covering = new ArrayList<>();
    covering.add(this);
    if (kind == Kind.EXACT || kind == Kind.SUFFIX) {
      for (int dot = text.indexOf('.', 1); dot >= 0; dot = text.indexOf('.', dot + 1)) {
        covering.add(new HostPattern(Kind.SUFFIX, text.substring(dot)));
      }
    }
    if (kind == Kind.EXACT || kind == Kind.PREFIX) {
      int last = text.length() - 1;
      for (int dot = text.lastIndexOf('.', last - 1);
          dot >= 0;
          dot = text.lastIndexOf('.', dot - 1)) {
        covering.add(new HostPattern(Kind.PREFIX, text.substring(0, dot + 1)));
      }
    }
    if (kind != Kind.ANY) {
      covering.add(ANY);
    }
    return covering;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case ANY -> "*";
      case EXACT -> text;
      case SUFFIX -> "*" + text;
      case PREFIX -> text + "*";
    };
  }
}
