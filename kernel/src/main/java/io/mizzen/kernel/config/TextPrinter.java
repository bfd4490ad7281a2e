package io.mizzen.kernel.config;

import java.util.List;
import java.util.Locale;

/**
 * Prints problems for people.
 *
 * <pre>
 * file:line:col: severity[code]: message
 *   12 |         retry: {atempts: 3}
 *      |                 ^^^^^^^
 *      = path:     routeTables[web].routes[0].retry.atempts
 *      = expected: one of attempts, backoff
 *      = help:     did you mean 'attempts'?
 *      = see:      file:line:col text
 * </pre>
 */
public final class TextPrinter {
  /** More than this is not read; the count below the list says how many there are. */
  private static final int MOST_PRINTED = 50;

  private TextPrinter() {}

  /**
   * All problems, a blank line after each, and a line with the counts; empty when there are none.
   *
   * @param label what was checked, for the last line
   */
  public static String print(String label, Problems problems) {
    if (problems.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    List<Problem> all = problems.all();
    all.stream().limit(MOST_PRINTED).forEach(p -> append(out, p).append('\n'));
    int left = problems.errors() + problems.warnings() - Math.min(all.size(), MOST_PRINTED);
    if (left > 0) {
      out.append("... and ").append(left).append(" more\n\n");
    }
    return out.append(label)
        .append(": ")
        .append(count(problems.errors(), "error"))
        .append(", ")
        .append(count(problems.warnings(), "warning"))
        .append('\n')
        .toString();
  }

  /** One problem; ends with a newline. */
  public static String print(Problem problem) {
    return append(new StringBuilder(), problem).toString();
  }

  private static StringBuilder append(StringBuilder out, Problem problem) {
    Place place = problem.place();
    out.append(place).append(": ").append(problem.severity().word());
    out.append('[').append(problem.code()).append("]: ");
    out.append(oneLine(problem.message())).append('\n');
    Place.Excerpt excerpt = place.excerpt();
    if (excerpt != null) {
      out.append(String.format(Locale.ROOT, "%4d | %s\n", place.line(), shown(excerpt.text())));
      out.append("     | ").append(padding(excerpt)).append("^".repeat(excerpt.length()));
      out.append('\n');
    }
    line(out, "path:    ", place.path());
    line(out, "expected:", problem.expected() == null ? "" : problem.expected());
    line(out, "help:    ", problem.help() == null ? "" : problem.help());
    for (Problem.Related related : problem.related()) {
      line(out, "see:     ", related.place() + " " + related.message());
    }
    return out;
  }

  private static void line(StringBuilder out, String what, String text) {
    if (!text.isEmpty()) {
      out.append("     = ").append(what).append(' ').append(oneLine(text)).append('\n');
    }
  }

  /** Tabs stay tabs, so that the caret stands under the text at any tab width. */
  private static String padding(Place.Excerpt excerpt) {
    StringBuilder padding = new StringBuilder();
    excerpt
        .text()
        .codePoints()
        .limit(excerpt.column())
        .forEach(c -> padding.append(c == '\t' ? '\t' : ' '));
    return padding.toString();
  }

  /** A value quoted in a message may hold line breaks or control characters. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(isControl(c) ? ' ' : c));
    return line.toString();
  }

  /** What a terminal would obey is not printed; a tab stays. */
  private static String shown(String line) {
    StringBuilder shown = new StringBuilder(line.length());
    line.codePoints().forEach(c -> shown.appendCodePoint(c != '\t' && isControl(c) ? '?' : c));
    return shown.toString();
  }

  private static boolean isControl(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
