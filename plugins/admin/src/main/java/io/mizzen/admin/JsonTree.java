package io.mizzen.admin;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the trees of {@link io.mizzen.spi.operate.Operations} as JSON (RFC 8259), one line.
 * Anything that is no map, list, number, truth value or null is written as its text.
 */
final class JsonTree {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonTree() {}

  static String write(@Nullable Object tree) {
    StringBuilder out = new StringBuilder(256);
    append(out, tree);
    return out.append('\n').toString();
  }

  private static void append(StringBuilder out, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      appendMap(out, map);
    } else if (value instanceof Iterable<?> list) {
      appendList(out, list);
    } else if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Number number) {
      appendNumber(out, number);
    } else {
      appendText(out, value.toString());
    }
  }

  private static void appendMap(StringBuilder out, Map<?, ?> map) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        out.append(',');
      }
      first = false;
      appendText(out, String.valueOf(entry.getKey()));
      out.append(':');
      append(out, entry.getValue());
    }
    out.append('}');
  }

  private static void appendList(StringBuilder out, Iterable<?> list) {
    out.append('[');
    for (Iterator<?> elements = list.iterator(); elements.hasNext(); ) {
      append(out, elements.next());
      if (elements.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  /** JSON knows no NaN and no infinity: an average over nothing is nothing. */
  private static void appendNumber(StringBuilder out, Number number) {
    boolean none =
        number instanceof Double d && !Double.isFinite(d)
            || number instanceof Float f && !Float.isFinite(f);
    out.append(none ? "null" : number.toString());
  }

  /** RFC 8259 section 7. A lone surrogate, which UTF-8 cannot carry, is escaped too. */
  private static void appendText(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f || c == '\u2028' || c == '\u2029' || isLone(text, i)) {
        out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]);
        out.append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isLone(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
