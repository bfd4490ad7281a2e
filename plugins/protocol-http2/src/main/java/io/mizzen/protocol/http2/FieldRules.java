package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Lists;
import io.mizzen.lib.http.Octets;
import org.jspecify.annotations.Nullable;

/** Which fields HTTP/2 can carry (RFC 9113 section 8.2). */
final class FieldRules {
  private static final byte[] TRAILERS = Octets.ascii("trailers");

  private FieldRules() {}

  /** Whether a received field that is no pseudo-field is well formed. */
  static boolean isGood(
      FieldName known, byte[] names, int nameFrom, int nameTo, byte[] values, int from, int to) {
    if ((known.bit & FieldName.CONNECTION_SPECIFIC) != 0
        || nameFrom == nameTo
        || (known == FieldName.OTHER && !Octets.all(Octets.NAME, names, nameFrom, nameTo))) {
      return false;
    }
    if (known == FieldName.TE && !Octets.equalsIgnoreCase(values, from, to, TRAILERS)) {
      return false;
    }
    return isValue(values, from, to);
  }

  /** What alone may stand in {@code te} (RFC 9113 section 8.2.2). */
  static boolean isTrailers(CharSequence te) {
    return te.length() == TRAILERS.length && te.toString().equalsIgnoreCase("trailers");
  }

  /** No control octets, no blanks at the ends. */
  static boolean isValue(byte[] values, int from, int to) {
    return from == to
        || (!Lists.isBlank(values[from])
            && !Lists.isBlank(values[to - 1])
            && Octets.all(Octets.VALUE, values, from, to));
  }

  /** Refuses an edit that the protocol cannot say. */
  static void check(CharSequence name, CharSequence value) {
    String problem = problem(name, value);
    if (problem != null) {
      throw new IllegalArgumentException(problem);
    }
  }

  /** Whether a field of another protocol can be sent here and is not about its framing. */
  static boolean isSpeakable(CharSequence name, CharSequence value) {
    return problem(name, value) == null;
  }

  private static @Nullable String problem(CharSequence name, CharSequence value) {
    if (name.isEmpty()) {
      return "a header name must not be empty";
    }
    if (!Octets.isToken(name)) {
      return "not a header name: a character is not allowed in it";
    }
    FieldName known = FieldName.of(name);
    if ((known.bit & FieldName.CONNECTION_SPECIFIC) != 0
        || known == FieldName.CONTENT_LENGTH
        || known == FieldName.TE) {
      return "the header '" + name + "' belongs to the connection and cannot be set";
    }
    int last = value.length() - 1;
    for (int i = 0; i <= last; i++) {
      char letter = value.charAt(i);
      boolean blank = letter == ' ' || letter == '\t';
      if (letter > 0xff
          || !Octets.is(Octets.VALUE, (byte) letter)
          || (blank && (i == 0 || i == last))) {
        return "the value of header '" + name + "' cannot be carried by HTTP/2";
      }
    }
    return null;
  }
}
