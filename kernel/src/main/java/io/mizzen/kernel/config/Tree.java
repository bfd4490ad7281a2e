package io.mizzen.kernel.config;

import java.util.List;
import java.util.Map;

/** The effective configuration as plain values; built when asked for, never kept. */
sealed interface Tree {
  /** Where the value stands, {@link Span#NONE} for a default. */
  long span();

  /**
   * One value.
   *
   * @param text what a reader of the configuration would read
   * @param secret must not be shown
   */
  record Leaf(String text, ScalarType.Style style, boolean secret, long span) implements Tree {}

  /** A list. */
  record Items(List<Tree> elements, long span) implements Tree {}

  /**
   * A map or a record.
   *
   * @param fields in the order of the record's components
   */
  record Fields(Map<String, Tree> fields, long span) implements Tree {}

  /** What is shown instead of a secret. */
  String HIDDEN = "***";

  /** Equal apart from places. */
  static boolean sameValue(Tree left, Tree right) {
    if (left instanceof Leaf a && right instanceof Leaf b) {
      return a.text().equals(b.text());
    }
    if (left instanceof Items a && right instanceof Items b) {
      boolean same = a.elements().size() == b.elements().size();
      for (int i = 0; same && i < a.elements().size(); i++) {
        same = sameValue(a.elements().get(i), b.elements().get(i));
      }
      return same;
    }
    return left instanceof Fields a
        && right instanceof Fields b
        && a.fields().keySet().equals(b.fields().keySet())
        && a.fields().entrySet().stream()
            .allMatch(
                e -> sameValue(e.getValue(), b.fields().getOrDefault(e.getKey(), e.getValue())));
  }
}
