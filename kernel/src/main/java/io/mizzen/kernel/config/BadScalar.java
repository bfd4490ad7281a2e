package io.mizzen.kernel.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text that is not what the type wants. Control flow of the binder; carries no stack. */
final class BadScalar extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String what;
  private final String value;
  private final String expected;
  private final List<String> words;
  private final @Nullable String suggestion;
  private final @Nullable String help;

  private BadScalar(
      String code,
      String what,
      String value,
      String expected,
      List<String> words,
      @Nullable String suggestion,
      @Nullable String help) {
    super(what, null, false, false);
    this.code = code;
    this.what = what;
    this.value = value;
    this.expected = expected;
    this.words = words;
    this.suggestion = suggestion;
    this.help = help;
  }

  /**
   * @param what the message without the value, as a secret is not shown
   * @param value the value as it is shown after {@code what: }
   */
  static BadScalar of(String code, String what, String value, String expected) {
    return new BadScalar(code, what, value, expected, List.of(), null, null);
  }

  BadScalar suggest(@Nullable String with) {
    return new BadScalar(code, what, value, expected, words, with, help);
  }

  BadScalar words(List<String> choices) {
    return new BadScalar(code, what, value, expected, choices, suggestion, help);
  }

  BadScalar help(String text) {
    return new BadScalar(code, what, value, expected, words, suggestion, text);
  }

  String code() {
    return code;
  }

  Problem.Builder problem(boolean secret) {
    boolean tells = secret && expected.contains(unquoted(value));
    Problem.Builder problem =
        Problem.error(code, what + ": " + (secret ? Tree.HIDDEN : value))
            .expected(tells ? null : expected)
            .words(words)
            .help(help);
    return secret ? problem : problem.suggest(unquoted(value), suggestion);
  }

  private static String unquoted(String shown) {
    boolean quoted = shown.length() > 1 && shown.startsWith("\"") && shown.endsWith("\"");
    return quoted ? shown.substring(1, shown.length() - 1) : shown;
  }
}
