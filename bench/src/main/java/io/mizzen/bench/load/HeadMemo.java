package io.mizzen.bench.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of an HTTP/1.1 head and remembers what the last one meant. A proxy sends the same
 * head bytes again and again (but for a date that changes once a second), so comparing them, which
 * the JIT does with vector instructions, stands in for parsing nearly always.
 */
final class HeadMemo<T> {
  /** Reads a head: {@code bytes[0..length)}, its empty line included. */
  interface Parser<T> {
    T parse(byte[] bytes, int length) throws IOException;
  }

  /** Far above what any of the measured proxies sends. */
  private static final int MAX_HEAD = 16 * 1024;

  private final Parser<T> parser;
  private final byte[] scratch = new byte[MAX_HEAD];
  private byte[] known = new byte[0];
  private @Nullable T meaning;

  HeadMemo(Parser<T> parser) {
    this.parser = parser;
  }

  /**
   * The head at the position of {@code borrowed}, which moves behind it; null, and no move, while
   * its end has not come.
   */
  @Nullable T take(ByteBuffer borrowed) throws IOException {
    int start = borrowed.position();
    int size = known.length;
    if (meaning != null && borrowed.remaining() >= size) {
      borrowed.get(start, scratch, 0, size);
      if (Arrays.equals(scratch, 0, size, known, 0, size)) {
        borrowed.position(start + size);
        return meaning;
      }
    }
    int available = Math.min(borrowed.remaining(), MAX_HEAD);
    borrowed.get(start, scratch, 0, available);
    int end = endOfHead(available);
    if (end < 0) {
      if (available == MAX_HEAD) {
        throw new ProtocolException("a head of more than " + MAX_HEAD + " bytes");
      }
      return null;
    }
    T parsed = parser.parse(scratch, end);
    known = Arrays.copyOf(scratch, end);
    meaning = parsed;
    borrowed.position(start + end);
    return parsed;
  }

  private int endOfHead(int available) {
    for (int i = 3; i < available; i++) {
      if (scratch[i] == '\n'
          && scratch[i - 1] == '\r'
          && scratch[i - 2] == '\n'
          && scratch[i - 3] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }
}
