package io.mizzen.bench.report;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps, lists, numbers and words as JSON text; a library for one writer would be out of proportion.
 */
public final class Json {
  private Json() {}

  /**
   * @param value a Map, Iterable, Number, Boolean, null, or anything else, which is written as a
   *     string
   */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out, "\n");
    return out.append('\n').toString();
  }

  private static void write(@Nullable Object value, StringBuilder out, String line) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator).append(line).append("  ");
        string(String.valueOf(entry.getKey()), out);
        out.append(": ");
        write(entry.getValue(), out, line + "  ");
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : line + "}");
    } else if (value instanceof Iterable<?> items) {
      String separator = "[";
      for (Object item : items) {
        out.append(separator);
        write(item, out, line);
        separator = ", ";
      }
      out.append(separator.equals("[") ? "[]" : "]");
    } else if (value instanceof Double number) {
      // JSON has no word for what was not measured but null.
      out.append(Double.isFinite(number) ? Double.toString(number) : "null");
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      string(value.toString(), out);
    }
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
