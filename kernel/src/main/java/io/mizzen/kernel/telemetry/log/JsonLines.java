package io.mizzen.kernel.telemetry.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/**
 * One JSON object per line: {@code time} (UTC), {@code level}, {@code logger}, {@code thread},
 * {@code message}, then the fields of the event, then {@code repeated}, {@code error} and {@code
 * stack} where there are any. A field with one of these names gets an underscore in front.
 */
final class JsonLines implements Lines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Set<String> OWN =
      Set.of("time", "level", "logger", "thread", "message", "repeated", "error", "stack");

  @Override
  public void append(LogEvent event, StringBuilder out) {
    out.append("{\"time\":\"");
    TIME.formatTo(Instant.ofEpochMilli(event.millis()), out);
    out.append('"');
    text("level", event.level().name().toLowerCase(Locale.ROOT), out);
    text("logger", event.logger(), out);
    text("thread", event.thread(), out);
    text("message", event.message(), out);
    for (LogEvent.Field field : event.fields()) {
      String key = OWN.contains(field.key()) ? "_" + field.key() : field.key();
      if (isPlain(field.value())) {
        key(key, out);
        out.append(field.value());
      } else {
        text(key, String.valueOf(field.value()), out);
      }
    }
    if (event.repeated() > 0) {
      key("repeated", out);
      out.append(event.repeated());
    }
    Throwable cause = event.cause();
    if (cause != null) {
      text("error", Causes.line(cause), out);
      if (event.stack() == LogEvent.Stack.SHOWN) {
        text("stack", Causes.stack(cause), out);
      }
    }
    out.append("}\n");
  }

  /** Whether a value is a number or boolean in JSON, too; NaN and the infinities are not. */
  private static boolean isPlain(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Boolean
        || (value instanceof Double number && Double.isFinite(number));
  }

  private static void key(String key, StringBuilder out) {
    out.append(",\"");
    escaped(key, out);
    out.append("\":");
  }

  private static void text(String key, String value, StringBuilder out) {
    key(key, out);
    out.append('"');
    escaped(value, out);
    out.append('"');
  }

  private static void escaped(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (c < ' ' || c == 0x2028 || c == 0x2029) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit((c >> shift) & 15, 16));
        }
      } else {
        out.append(c);
      }
    }
  }
}
