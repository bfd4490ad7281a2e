package io.mizzen.filter.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RingTest {
  @Test
  void takesWholeLinesOnlyWhileThereIsRoom() {
    Ring ring = new Ring(16);
    assertEquals(Ring.Given.OK, ring.give(new byte[8], 8));
    assertEquals(Ring.Given.HALF_FULL, ring.give(new byte[5], 5));
    assertEquals(Ring.Given.NO_ROOM, ring.give(new byte[4], 4));
    assertEquals(Ring.Given.OK, ring.give(new byte[3], 3));
    assertEquals(16, ring.waiting());
    ring.take(ByteBuffer.allocate(16), 13);
    assertEquals(Ring.Given.OK, ring.give(new byte[4], 4));
    assertEquals(Ring.Given.HALF_FULL, ring.give(new byte[4], 4));
  }

  @Test
  void losesAndMixesNothingThatWasGiven() throws Exception {
    Ring ring = new Ring(4096);
    int lines = 200_000;
    StringBuilder given = new StringBuilder();
    Thread worker =
        new Thread(
            () -> {
              Random random = new Random(3);
              for (int i = 0; i < lines; i++) {
                String line = i + "x".repeat(random.nextInt(60)) + "\n";
                byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
                if (ring.give(bytes, bytes.length) != Ring.Given.NO_ROOM) {
                  given.append(line);
                }
              }
            });
    worker.start();
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1000);
    while (true) {
      boolean over = !worker.isAlive();
      int waiting = ring.waiting();
      if (over && waiting == 0) {
        break;
      }
      buffer.clear();
      int length = ring.take(buffer, waiting);
      taken.write(buffer.array(), 0, length);
    }
    worker.join();
    assertEquals(given.toString(), taken.toString(StandardCharsets.US_ASCII));
    assertTrue(given.length() > 0);
  }
}
