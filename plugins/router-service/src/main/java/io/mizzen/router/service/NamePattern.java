package io.mizzen.router.service;

import io.mizzen.lib.matching.Letters;
import org.jspecify.annotations.Nullable;

/**
 * The condition on a service or an operation; letters count with case.
 *
 * <pre>
 *   com.acme.OrderFacade:1.0    EXACT
 *   com.acme.*                  PREFIX   com.acme.     also the prefix itself
 *   *                           ANY                    also an empty name
 * </pre>
 *
 * @param text without the star
 */
record NamePattern(Kind kind, String text) {
  static final NamePattern ANY = new NamePattern(Kind.ANY, "");

  enum Kind {
    EXACT,
    PREFIX,
    ANY
  }

  /**
   * Reads what users write.
   *
   * @param key the key it is written at, for the message
   * @param written null for any name
   * @throws IllegalArgumentException with a sentence for users
   */
  static NamePattern parse(String key, @Nullable String written) {
    if (written == null || written.equals("*")) {
      return ANY;
    }
    boolean prefix = written.endsWith("*");
    String text = prefix ? written.substring(0, written.length() - 1) : written;
    if (text.isEmpty() || text.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          key
              + " is a name, 'prefix*' or '*': a star stands at the end only, got '"
              + written
              + "'");
    }
    return new NamePattern(prefix ? Kind.PREFIX : Kind.EXACT, text);
  }

  boolean matches(CharSequence name) {
    return switch (kind) {
      case EXACT -> Letters.EXACT.equal(name, text);
      case PREFIX -> Letters.EXACT.holds(name, 0, text);
      case ANY -> true;
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case EXACT -> text;
      case PREFIX -> text + "*";
      case ANY -> "*";
    };
  }
}
