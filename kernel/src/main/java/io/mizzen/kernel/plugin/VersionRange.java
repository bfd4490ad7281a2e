package io.mizzen.kernel.plugin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range such as {@code >=0.3.0 & <0.4.0}: comparisons that must all hold, three numbers each.
 *
 * <p>PF4J reads a bare version as "at least this one" and an empty range as "any"; both let a
 * plugin run on an SPI its author never saw. Here a range that has no upper end is refused.
 */
record VersionRange(String text, List<Bound> bounds) {
  private static final String FORM = "such as '>=1.2.0 & <2.0.0'";

  private record Bound(String operator, Version version) {
    boolean holds(Version other) {
      int order = other.compareTo(version);
      return switch (operator) {
        case ">=" -> order >= 0;
        case ">" -> order > 0;
        case "<=" -> order <= 0;
        case "<" -> order < 0;
        default -> order == 0;
      };
    }
  }

  /** A range, or why the text is none. */
  record Parsed(@Nullable VersionRange range, String fault) {}

  /** Reads a range with an upper end. */
  static Parsed parse(String text) {
    List<Bound> bounds = new ArrayList<>();
    boolean closed = false;
    for (String part : text.split("&", -1)) {
      String word = part.strip();
      String operator = operatorOf(word);
      if (operator.isEmpty()) {
        return new Parsed(
            null,
            Version.parse(word) == null
                ? "'" + text + "' is not a range " + FORM
                : "'" + text + "' is a bare version; write a range with an upper end, " + FORM);
      }
      Version version = Version.parse(word.substring(operator.length()).strip());
      if (version == null) {
        return new Parsed(null, "'" + text + "' is not a range " + FORM + " (three numbers each)");
      }
      closed |= !operator.startsWith(">");
      bounds.add(new Bound(operator, version));
    }
    if (!closed) {
      return new Parsed(null, "'" + text + "' has no upper end; write a range " + FORM);
    }
    return new Parsed(new VersionRange(text, List.copyOf(bounds)), "");
  }

  private static String operatorOf(String word) {
    for (String operator : new String[] {">=", "<=", ">", "<", "="}) {
      if (word.startsWith(operator)) {
        return operator;
      }
    }
    return "";
  }

  boolean contains(Version version) {
    return bounds.stream().allMatch(bound -> bound.holds(version));
  }

  @Override
  public String toString() {
    return text;
  }
}
