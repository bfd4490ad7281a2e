package io.mizzen.kernel.config;

import org.jspecify.annotations.Nullable;

/**
 * Where something stands in the configuration.
 *
 * @param file the file as the user named it, or as the include found it
 * @param line from 1; 0 when the whole file is meant
 * @param column from 1, in code points
 * @param endLine the line of the last character
 * @param endColumn the column after the last character
 * @param path names instead of indexes: {@code clusters[api].endpoints[1]}
 * @param pointer RFC 6901: {@code /clusters/0/endpoints/1}
 * @param excerpt the line with a caret line's position; null when the text is not held any more
 */
public record Place(
    String file,
    int line,
    int column,
    int endLine,
    int endColumn,
    String path,
    String pointer,
    @Nullable Excerpt excerpt) {

  /**
   * The piece of a line worth showing.
   *
   * @param text the line, cut when very long
   * @param column where the caret starts in {@code text}, from 0
   * @param length how many carets, at least 1
   */
  public record Excerpt(String text, int column, int length) {}

  /** A whole file, for problems without a line. */
  public static Place file(String name) {
    return new Place(name, 0, 0, 0, 0, "", "", null);
  }

  /** {@code file:line:column}, or the file alone when it has no line. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
