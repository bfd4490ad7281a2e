package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many connections are between two processes, by how long they are silent. */
class MoveWindowTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final MoveWindow window = new MoveWindow(0, 1000 * MILLI);

  private int after(int moves, long silence) {
    for (int i = 0; i < moves; i++) {
      window.moved(silence);
    }
    return window.size(0);
  }

  @Test
  void growsWhileNobodyNoticesAndThenStops() {
    int begin = window.size(0);
    assertTrue(after(200, MILLI) > begin);
    assertEquals(64, after(10_000, MILLI));
  }

  @Test
  void shrinksWhenConnectionsAreSilentForTooLongButNeverToNothing() {
    int wide = after(500, MILLI);
    assertTrue(after(5, 50 * MILLI) < wide);
    assertEquals(2, after(500, 50 * MILLI));
    assertEquals(50 * MILLI, window.longestSilence());
  }

  @Test
  void hurriesWhenAQuarterOfTheTimeIsOver() {
    assertEquals(2, after(10, 50 * MILLI));
    assertEquals(2, window.size(250 * MILLI));
    assertEquals(64, window.size(251 * MILLI));
  }
}
