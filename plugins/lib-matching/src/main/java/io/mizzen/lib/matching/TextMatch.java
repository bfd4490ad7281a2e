package io.mizzen.lib.matching;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a named value must be like, as users write it: exactly one of the ways. */
@Doc("What a value must be like: one of exact, prefix, suffix, contains, regex, range, present.")
public record TextMatch(
    @Nullable @Doc("The value is this text.") String exact,
    @Nullable @Doc("The value begins with this text.") String prefix,
    @Nullable @Doc("The value ends with this text.") String suffix,
    @Nullable @Doc("The value has this text somewhere.") String contains,
    @Nullable
        @Doc(
            "The whole value matches this regular expression (RE2 syntax: linear time, so no"
                + " look-around and no back-references).")
        String regex,
    @Nullable @Doc("The value is a whole number in a range.") NumberRange range,
    @Nullable @Doc("true: it is there, with any value. false: it is absent.") Boolean present,
    @Default("false") @Doc("Whether ASCII letters of both cases are equal.") boolean ignoreCase) {
  public TextMatch {
    long ways =
        Stream.of(exact, prefix, suffix, contains, regex, range, present)
            .filter(Objects::nonNull)
            .count();
    if (ways != 1) {
      throw new IllegalArgumentException(
          "needs exactly one of 'exact', 'prefix', 'suffix', 'contains', 'regex', 'range',"
              + " 'present', got "
              + ways);
    }
    if (regex != null) {
      pattern(regex, Letters.EXACT);
    }
  }

  /** A value that is one text. */
  public static TextMatch exactly(String text) {
    return new TextMatch(text, null, null, null, null, null, null, false);
  }

  /**
   * Compiles a regular expression for users.
   *
   * @throws IllegalArgumentException with a sentence for users
   */
  public static Pattern pattern(String regex, Letters letters) {
    try {
      return Pattern.compile(regex, letters == Letters.IGNORE_CASE ? Pattern.CASE_INSENSITIVE : 0);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a regular expression of RE2: " + e.getDescription() + ": '" + e.getPattern() + "'",
          e);
    }
  }
}
