package io.mizzen.filter.accesslog;

import java.nio.ByteBuffer;

/**
 * Cuts bytes between lines. During a hot restart two processes write to one file: the system keeps
 * what is written in one piece together, so no piece may end within a line.
 */
final class WholeLines {
  private WholeLines() {}

  /**
   * Where a piece may end.
   *
   * @param bytes its indices stay
   * @param most bytes from the position on
   * @return behind the last line that is whole in there; behind all of them if not even one is
   */
  static int end(ByteBuffer bytes, int most) {
    int limit = Math.min(bytes.limit(), bytes.position() + most);
    for (int i = limit - 1; i >= bytes.position(); i--) {
      if (bytes.get(i) == '\n') {
        return i + 1;
      }
    }
    return limit;
  }
}
