package io.mizzen.kernel.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One text with its name and the table of its line starts. */
final class Source {
  /** A line longer than this is shown around the caret only: posted JSON is often a single line. */
  private static final int LONGEST_EXCERPT = 160;

  private static final int[] STARS = Tree.HIDDEN.codePoints().toArray();
  private static final int[] NOTHING = {};

  private final String name;
  private final int base;
  private final long includedAt;
  private final int length;
  private final int[] lineStarts;
  private final List<Long> hidden = new ArrayList<>();
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

  Place place(long span, String path, String pointer) {
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
        excerpt(line, column, endLine == line ? endColumn - column : Integer.MAX_VALUE));
  }

  private int lineOf(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found : -found - 2;
  }

  /** The same place with an excerpt that hides every secret found meanwhile. */
  Place refresh(Place place) {
    if (hidden.isEmpty() || place.excerpt() == null) {
      return place;
    }
    int start = lineStarts[place.line() - 1] + place.column() - 1;
    int end = lineStarts[place.endLine() - 1] + place.endColumn() - 1;
    return place(Span.of(base + start, base + end), place.path(), place.pointer());
  }

  /** What stands here is never part of an excerpt. */
  void hide(long span) {
    hidden.add(span);
  }

  private Place.@Nullable Excerpt excerpt(int line, int column, int carets) {
    String held = text;
    if (held == null) {
      return null;
    }
    int[] written = lineText(held, line).codePoints().toArray();
    int caretStart = Math.min(column, written.length);
    int caretEnd = carets > written.length - caretStart ? written.length : caretStart + carets;
    long whole = Span.of(base + lineStarts[line], base + lineStarts[line] + written.length);
    List<Long> secrets = hidden.stream().filter(span -> Span.overlap(span, whole)).toList();
    IntStream.Builder shown = IntStream.builder();
    int start = -1;
    int end = -1;
    int length = 0;
    boolean covered = false;
    for (int i = 0; i <= written.length; i++) {
      start = i == caretStart ? length : start;
      end = i == caretEnd ? length : end;
      if (i < written.length) {
        boolean secret = covers(secrets, base + lineStarts[line] + i);
        for (int c : secret ? covered ? NOTHING : STARS : new int[] {written[i]}) {
          shown.add(c);
          length++;
        }
        covered = secret;
      }
    }
    return clip(shown.build().toArray(), start, Math.max(end, start + 1));
  }

  private static Place.Excerpt clip(int[] line, int start, int end) {
    int from = 0;
    int to = line.length;
    if (line.length > LONGEST_EXCERPT) {
      from = Math.max(0, start - LONGEST_EXCERPT / 2);
      to = Math.min(line.length, from + LONGEST_EXCERPT);
    }
    int carets = Math.max(1, Math.min(end, to) - start);
    return new Place.Excerpt(new String(line, from, to - from), start - from, carets);
  }

  private static boolean covers(List<Long> spans, int offset) {
    for (long span : spans) {
      if (offset >= Span.start(span) && offset < Span.end(span)) {
        return true;
      }
    }
    return false;
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
