package io.mizzen.kernel.telemetry;

import java.util.List;

/** Writes label sets and help texts with the escapes of the Prometheus text format. */
final class Labels {
  private Labels() {}

  /** A label set in braces, empty if there are no labels. */
  static String render(List<String> names, List<String> values) {
    if (names.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder(48).append('{');
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      out.append(names.get(i)).append("=\"");
      escape(values.get(i), out);
      out.append('"');
    }
    return out.append('}').toString();
  }

  private static void escape(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '"' -> out.append("\\\"");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
  }

  /** A help text: in it, quotes stand for themselves. */
  static String help(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }
}
