package io.mizzen.kernel.telemetry.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.slf4j.event.Level;

/**
 * Lines for people, in UTC: a line means the same wherever it is read.
 *
 * <pre>
 *   2026-11-21 12:20:01.123Z WARN  network.Listener          cannot accept  listener=web
 * </pre>
 *
 * <p>Control characters are escaped, so that nobody can forge a line through a message; only stacks
 * take several lines.
 */
final class TextLines implements Lines {
  /** Longer names push their message to the right; most of ours fit. */
  private static final int NAME_WIDTH = 26;

  private static final int LEVEL_WIDTH = 6;
  private static final String OWN = "io.mizzen.";
  private static final String KERNEL = "io.mizzen.kernel.";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public void append(LogEvent event, StringBuilder out) {
    TIME.formatTo(Instant.ofEpochMilli(event.millis()), out);
    out.append(' ');
    padded(word(event.level()), LEVEL_WIDTH, out);
    padded(shortName(event.logger()), NAME_WIDTH, out);
    escaped(event.message(), out);
    if (!event.fields().isEmpty() || event.repeated() > 0) {
      out.append(' ');
    }
    for (LogEvent.Field field : event.fields()) {
      out.append(' ').append(field.key()).append('=');
      value(String.valueOf(field.value()), out);
    }
    if (event.repeated() > 0) {
      out.append(" repeated=").append(event.repeated());
    }
    Throwable cause = event.cause();
    if (cause != null && event.stack() == LogEvent.Stack.HIDDEN) {
      out.append(": ");
      escaped(Causes.line(cause), out);
    }
    out.append('\n');
    if (cause != null && event.stack() == LogEvent.Stack.SHOWN) {
      out.append(Causes.stack(cause).indent(4));
    }
  }

  private static String word(Level level) {
    return level.name();
  }

  private static String shortName(String logger) {
    if (logger.startsWith(KERNEL)) {
      return logger.substring(KERNEL.length());
    }
    return logger.startsWith(OWN) ? logger.substring(OWN.length()) : logger;
  }

  private static void padded(String word, int width, StringBuilder out) {
    out.append(word);
    for (int i = word.length(); i < width - 1; i++) {
      out.append(' ');
    }
    out.append(' ');
  }

  private static void value(String text, StringBuilder out) {
    boolean plain = !text.isEmpty() && text.indexOf(' ') < 0 && text.indexOf('"') < 0;
    if (plain) {
      escaped(text, out);
    } else {
      out.append('"');
      escaped(text.replace("\"", "\\\""), out);
      out.append('"');
    }
  }

  private static void escaped(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c != 0x7f && (c < 0x80 || c > 0x9f)) {
        out.append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else {
        out.append("\\x").append(Character.forDigit(c >> 4, 16));
        out.append(Character.forDigit(c & 15, 16));
      }
    }
  }
}
