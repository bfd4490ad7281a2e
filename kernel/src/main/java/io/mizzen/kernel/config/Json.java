package io.mizzen.kernel.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and truth values as JSON, indented by two spaces. */
public final class Json {
  /** A text that is written as it stands: a number or a truth value. */
  public record Bare(String text) {}

  private Json() {}

  /** The value as text; ends with a newline. */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value, 0);
    return out.append('\n').toString();
  }

  private static void append(StringBuilder out, @Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      appendMap(out, map, depth);
    } else if (value instanceof List<?> list) {
      appendList(out, list, depth);
    } else if (value instanceof Bare bare) {
      out.append(bare.text());
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      appendText(out, value.toString());
    }
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map, int depth) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      newLine(out.append(separator), depth + 1);
      appendText(out, entry.getKey().toString());
      append(out.append(": "), entry.getValue(), depth + 1);
      separator = ",";
    }
    newLine(out, depth);
    out.append('}');
  }

  private static void appendList(StringBuilder out, List<?> list, int depth) {
    boolean flat = list.stream().noneMatch(e -> e instanceof Map || e instanceof List);
    String separator = "";
    out.append('[');
    for (Object element : list) {
      out.append(separator);
      if (!flat) {
        newLine(out, depth + 1);
      }
      append(out, element, depth + 1);
      separator = flat ? ", " : ",";
    }
    if (!flat) {
      newLine(out, depth);
    }
    out.append(']');
  }

  private static void newLine(StringBuilder out, int depth) {
    out.append('\n').append("  ".repeat(depth));
  }

  /** RFC 8259 section 7; also valid as a double-quoted YAML text. */
  static void appendText(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // Line separators break JavaScript, controls break terminals.
          boolean escape = c < 0x20 || c >= 0x7f && c < 0xa0 || c == '\u2028' || c == '\u2029';
          if (escape) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
