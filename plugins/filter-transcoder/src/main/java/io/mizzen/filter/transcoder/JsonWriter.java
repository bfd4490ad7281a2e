package io.mizzen.filter.transcoder;

import io.mizzen.filter.transcoder.TranscoderConfig.ClassNames;
import io.mizzen.xprotocol.convert.Struct;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes neutral values as JSON. Length and depth are bounded, so a value that holds itself, or one
 * value many times, ends as an error and not as a full memory. Bytes become base64, points of time
 * ISO 8601 in UTC, numbers that JSON has no words for texts.
 */
final class JsonWriter {
  private static final String CLASS = "class";

  private final StringBuilder out = new StringBuilder(256);
  private final ClassNames classNames;
  private final int maxLength;
  private final int maxDepth;

  JsonWriter(ClassNames classNames, int maxLength, int maxDepth) {
    this.classNames = classNames;
    this.maxLength = maxLength;
    this.maxDepth = maxDepth;
  }

  static String write(@Nullable Object value, ClassNames classNames, int maxLength, int maxDepth)
      throws JsonException {
    JsonWriter writer = new JsonWriter(classNames, maxLength, maxDepth);
    writer.value(value, 0);
    return writer.out.toString();
  }

  /** An object of texts. */
  static String object(String... keysAndValues) {
    StringBuilder out = new StringBuilder(128).append('{');
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (i > 0) {
        out.append(',');
      }
      quote(keysAndValues[i], out);
      out.append(':');
      quote(keysAndValues[i + 1], out);
    }
    return out.append('}').toString();
  }

  private void value(@Nullable Object value, int depth) throws JsonException {
    if (depth > maxDepth) {
      throw new JsonException("the result is nested deeper than " + maxDepth + " levels");
    }
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof CharSequence text) {
      quote(text, out);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof byte[] bytes) {
      quote(Base64.getEncoder().encodeToString(bytes), out);
    } else if (value instanceof List<?> list) {
      list(list, depth);
    } else if (value instanceof Map<?, ?> map) {
      map(map, null, depth);
    } else if (value instanceof Struct struct) {
      map(struct.fields(), struct.type(), depth);
    } else {
      quote(value.toString(), out);
    }
    if (out.length() > maxLength) {
      throw new JsonException("the result is longer than " + maxLength + " characters");
    }
  }

  private void number(Number number) {
    if (number instanceof Double value && (value.isNaN() || value.isInfinite())) {
      quote(value.toString(), out);
    } else if (number instanceof BigDecimal value && Math.abs(value.scale()) > 1000) {
      quote(value.toString(), out); // readers would make a very long number of it
    } else {
      out.append(number);
    }
  }

  private void list(List<?> list, int depth) throws JsonException {
    out.append('[');
    boolean first = true;
    for (Object element : list) {
      if (!first) {
        out.append(',');
      }
      first = false;
      value(element, depth + 1);
    }
    out.append(']');
  }

  private void map(Map<?, ?> map, @Nullable String type, int depth) throws JsonException {
    out.append('{');
    boolean first = true;
    if (type != null && classNames == ClassNames.KEEP) {
      quote(CLASS, out);
      out.append(':');
      quote(type, out);
      first = false;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (classNames == ClassNames.DROP
          && CLASS.equals(entry.getKey())
          && entry.getValue() instanceof String) {
        continue;
      }
      if (!first) {
        out.append(',');
      }
      first = false;
      quote(String.valueOf(entry.getKey()), out);
      out.append(':');
      value(entry.getValue(), depth + 1);
    }
    out.append('}');
  }

  private static void quote(CharSequence text, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c == '\n') {
        to.append("\\n");
      } else if (c == '\t') {
        to.append("\\t");
      } else if (c < 0x20 || isAlone(text, i)) {
        to.append("\\u").append(Character.forDigit(c >> 12, 16));
        to.append(Character.forDigit(c >> 8 & 0xf, 16));
        to.append(Character.forDigit(c >> 4 & 0xf, 16)).append(Character.forDigit(c & 0xf, 16));
      } else {
        to.append(c);
      }
    }
    to.append('"');
  }

  /** Half a pair of surrogates has no UTF-8. */
  private static boolean isAlone(CharSequence text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
