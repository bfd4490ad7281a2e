package io.mizzen.kernel.config;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One text with its name and the table of its line starts. */
final class Source {
  /** A line longer than this is shown around the caret only: posted JSON is often a single line. */
  private static final int LONGEST_EXCERPT = 160;

  private final String name;
  private final int base;
  private final long includedAt;
  private final int length;
  private final int[] lineStarts;
  private @Nullable String text;

  Source(String name, String text, int base, long includedAt) {
    this.name = name;
    this.text = text;
    this.base = base;
    this.includedAt = includedAt;
    this.length = text.codePointCount(0, text.length());
    this.lineStarts = lineStarts(text);
  }

  String name() {
    return name;
  }

  int base() {
    return base;
  }

  int end() {
    return base + length;
  }

  /** The span of the {@code include} entry that brought this file, or {@link Span#NONE}. */
  long includedAt() {
    return includedAt;
  }

  void releaseText() {
    text = null;
  }

  /** The raw text of a span, or null if it is not held any more. */
  @Nullable String slice(long span) {
    String held = text;
    if (held == null) {
      return null;
    }
    int from = charOffset(held, Span.start(span) - base);
    int to = charOffset(held, Math.min(length, Span.end(span) - base));
    return held.substring(from, to);
  }

  Place place(long span, String path, String pointer, boolean masked) {
    int start = Math.min(length, Span.start(span) - base);
    int end = Math.max(start, Math.min(length, Span.end(span) - base));
    int line = lineOf(start);
    int endLine = lineOf(end);
    int column = start - lineStarts[line];
    int endColumn = end - lineStarts[endLine];
    return new Place(
        name,
        line + 1,
        column + 1,
        endLine + 1,
        endColumn + 1,
        path,
        pointer,
        excerpt(line, column, endLine == line ? endColumn - column : Integer.MAX_VALUE, masked));
  }

  private int lineOf(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found : -found - 2;
  }

  private Place.@Nullable Excerpt excerpt(int line, int column, int carets, boolean masked) {
    String held = text;
    if (held == null) {
      return null;
    }
    int[] shown = lineText(held, line).codePoints().toArray();
    int start = Math.min(column, shown.length);
    int end = carets > shown.length - start ? shown.length : start + carets;
    if (masked) {
      String before = new String(shown, 0, start);
      String after = new String(shown, end, shown.length - end);
      shown = (before + "***" + after).codePoints().toArray();
      end = start + 3;
    }
    int from = 0;
    int to = shown.length;
    if (shown.length > LONGEST_EXCERPT) {
      from = Math.max(0, start - LONGEST_EXCERPT / 2);
      to = Math.min(shown.length, from + LONGEST_EXCERPT);
      end = Math.min(end, to);
    }
    int length = Math.max(1, end - start);
    return new Place.Excerpt(new String(shown, from, to - from), start - from, length);
  }

  private String lineText(String held, int line) {
    int from = charOffset(held, lineStarts[line]);
    int to = from;
    while (to < held.length() && held.charAt(to) != '\n' && held.charAt(to) != '\r') {
      to++;
    }
    return held.substring(from, to);
  }

  private int charOffset(String held, int codePoint) {
    return held.length() == length ? codePoint : held.offsetByCodePoints(0, codePoint);
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[Math.max(16, text.length() / 24)];
    int lines = 1;
    int codePoints = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLowSurrogate(c)) {
        codePoints++;
      }
      boolean carriageReturn = c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
      if (c == '\n' || carriageReturn) {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, lines * 2);
        }
        starts[lines++] = codePoints;
      }
    }
    return Arrays.copyOf(starts, lines);
  }
}
