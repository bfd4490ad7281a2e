package io.mizzen.router.http;

import com.google.re2j.Pattern;
import io.mizzen.lib.matching.Letters;
import io.mizzen.lib.matching.TextMatch;
import org.jspecify.annotations.Nullable;

/**
 * The path condition of a route. Paths are compared as they are sent, the query is not part of
 * them.
 *
 * <pre>
 *   EXACT   /a/b         only this
 *   PREFIX  /a/b         /a/b  /a/b/  /a/b/c     not /a/bc
 *   PREFIX  /a/b/              /a/b/  /a/b/c     not /a/b
 *   REGEX   /a/[0-9]+    the whole path
 * </pre>
 *
 * @param text as it is written; empty for ANY
 * @param regex for REGEX only
 */
record PathPattern(Kind kind, String text, @Nullable Pattern regex) {
  private static final PathPattern ANY = new PathPattern(Kind.ANY, "", null);

  /** What means something in a regular expression; a literal beginning ends before it. */
  private static final String META = "\\.[](){}*+?^$|";

  enum Kind {
    EXACT,
    PREFIX,
    REGEX,
    ANY
  }

  static PathPattern of(HttpMatchConfig match) {
    if (match.exact() != null) {
      return new PathPattern(Kind.EXACT, match.exact(), null);
    }
    if (match.prefix() != null) {
      return new PathPattern(Kind.PREFIX, match.prefix(), null);
    }
    if (match.regex() != null) {
      return new PathPattern(
          Kind.REGEX, match.regex(), TextMatch.pattern(match.regex(), Letters.EXACT));
    }
    return ANY;
  }

  /** Where the path in a request target ends: before the query. */
  static int pathEnd(CharSequence target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) == '?') {
        return i;
      }
    }
    return target.length();
  }

  /** Whether a request target matches; the plain truth that the index must agree with. */
  boolean matches(CharSequence target) {
    int end = pathEnd(target);
    return switch (kind) {
      case ANY -> true;
      case EXACT -> end == text.length() && Letters.EXACT.holds(target, 0, text);
      case PREFIX -> {
        String bare = prefixWithoutSlash();
        boolean open = bare.length() < end && target.charAt(bare.length()) == '/';
        boolean whole = bare.length() == end && bare.length() == text.length();
        yield (open || whole) && Letters.EXACT.holds(target, 0, bare);
      }
      case REGEX -> regexMatches(target, end);
    };
  }

  /** Whether the regular expression matches the path; allocates the matcher. */
  boolean regexMatches(CharSequence target, int end) {
    return regex != null && regex.matcher(target.subSequence(0, end)).matches();
  }

  /** The prefix without its last slash: where the part begins that a replacement keeps. */
  String prefixWithoutSlash() {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * A request target that matches, with another prefix. Slashes neither double nor vanish: with
   * {@code /api} for {@code /}, {@code /api/x} becomes {@code /x} and {@code /api} becomes {@code
   * /}.
   */
  String withPrefix(String target, String prefix) {
    String rest = target.substring(prefixWithoutSlash().length());
    return rest.startsWith("/") && prefix.endsWith("/")
        ? prefix.substring(0, prefix.length() - 1) + rest
        : prefix + rest;
  }

  /**
   * The segments every matching path begins with, as a path that ends with a slash; empty if there
   * is no such beginning. It narrows a regular expression to one branch of the index.
   */
  String literalBeginning() {
    if (text.indexOf('|') >= 0) {
      return "";
    }
    int end = 0;
    while (end < text.length() && META.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    // The letter before a quantifier may be missing.
    if (end < text.length() && "*?{".indexOf(text.charAt(end)) >= 0) {
      end--;
    }
    return text.startsWith("/") && end > 0
        ? text.substring(0, text.lastIndexOf('/', end - 1) + 1)
        : "";
  }

  @Override
  public String toString() {
    return switch (kind) {
      case EXACT -> "exact '" + text + "'";
      case PREFIX -> "prefix '" + text + "'";
      case REGEX -> "regex '" + text + "'";
      case ANY -> "any path";
    };
  }
}
