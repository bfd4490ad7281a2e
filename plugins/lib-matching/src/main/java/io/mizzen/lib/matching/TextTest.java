package io.mizzen.lib.matching;

import com.google.re2j.Pattern;

/** A compiled {@link TextMatch}. {@code toString()} says in words what passes: "is exactly 'x'". */
public interface TextTest {
  /** Whether a value that is there passes. */
  boolean passes(CharSequence value);

  /** Compiles a match; to {@code present} any value is right, its absence is not asked here. */
  static TextTest of(TextMatch match) {
    Letters letters = match.ignoreCase() ? Letters.IGNORE_CASE : Letters.EXACT;
    if (match.exact() != null) {
      String text = letters.fold(match.exact());
      return described("is exactly", text, value -> letters.equal(value, text));
    }
    if (match.prefix() != null) {
      String text = letters.fold(match.prefix());
      return described("begins with", text, value -> letters.holds(value, 0, text));
    }
    if (match.suffix() != null) {
      String text = letters.fold(match.suffix());
      return described(
          "ends with", text, value -> letters.holds(value, value.length() - text.length(), text));
    }
    if (match.contains() != null) {
      String text = letters.fold(match.contains());
      return described("contains", text, value -> contains(value, text, letters));
    }
    if (match.regex() != null) {
      Pattern pattern = TextMatch.pattern(match.regex(), letters);
      return described("matches", match.regex(), value -> pattern.matcher(value).matches());
    }
    if (match.range() != null) {
      NumberRange range = match.range();
      return described("is a number from", range.from() + " to " + range.to(), range::holds);
    }
    return described("is", "there", value -> true);
  }

  private static boolean contains(CharSequence value, String text, Letters letters) {
    for (int at = 0; at <= value.length() - text.length(); at++) {
      if (letters.holds(value, at, text)) {
        return true;
      }
    }
    return false;
  }

  private static TextTest described(String verb, String object, TextTest test) {
    return new TextTest() {
      @Override
      public boolean passes(CharSequence value) {
        return test.passes(value);
      }

      @Override
      public String toString() {
        return verb + " '" + object + "'";
      }
    };
  }
}
