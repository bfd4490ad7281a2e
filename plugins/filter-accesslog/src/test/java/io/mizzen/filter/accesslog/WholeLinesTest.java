package io.mizzen.filter.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeLinesTest {
  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aPieceEndsBehindItsLastWholeLine() {
    assertEquals(4, WholeLines.end(bytes("one\ntwo\n"), 7));
    assertEquals(8, WholeLines.end(bytes("one\ntwo\n"), 8));
    assertEquals(8, WholeLines.end(bytes("one\ntwo\n"), 100));
    assertEquals(4, WholeLines.end(bytes("one\ntwo"), 100));
  }

  @Test
  void aLineThatIsTooLongIsCutAtTheMost() {
    assertEquals(2, WholeLines.end(bytes("one\n"), 2));
    assertEquals(5, WholeLines.end(bytes("a\nlonger\n").position(2), 3));
  }

  /** What the thread of a target does with its buffer, whatever the buffer's size. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 7, 11, 64})
  void everyByteIsWrittenOnceAndInOrder(int room) {
    String text = "a\nbb\nccc\n\ndd\ne\n";
    Ring ring = new Ring(64);
    ring.give(bytes(text).array(), text.length());
    ByteBuffer buffer = ByteBuffer.allocate(room);
    StringBuilder written = new StringBuilder();
    LogTarget.inWholeLines(
        ring,
        ring.waiting(),
        buffer,
        piece -> {
          String lines = StandardCharsets.US_ASCII.decode(piece).toString();
          assertEquals('\n', lines.charAt(lines.length() - 1), lines);
          written.append(lines);
        });
    assertEquals(text, written.toString());
    assertEquals(0, ring.waiting());
  }
}
