package io.mizzen.kernel.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many connections are between two processes, by how long they are silent. */
class MoveWindowTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** So many that they follow each other as fast as the window allows. */
  private static final int MANY = 1_000_000;

  private final MoveWindow window = new MoveWindow(0, 1000 * MILLI, MANY);

  @BeforeEach
  void begin() {
    assertEquals(1, window.room(0, 0));
  }

  private int after(int moves, long silence) {
    for (int i = 0; i < moves; i++) {
      window.moved(silence);
    }
    return window.room(MILLI, 0);
  }

  @Test
  void growsWhileNobodyNoticesAndThenStops() {
    int begin = window.room(MILLI, 0);
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
    assertEquals(2, window.room(250 * MILLI, 0));
    assertEquals(64, window.room(251 * MILLI, 0));
  }

  @Test
  void countsThoseThatAreOnTheWay() {
    assertEquals(1, window.room(MILLI, 1));
    assertEquals(0, window.room(MILLI, 2));
    assertEquals(0, window.pause(MILLI, 1));
    assertEquals(Long.MAX_VALUE, window.pause(MILLI, 2), "one has to go first");
  }

  @Test
  void fewGoOneAfterTheOther() {
    MoveWindow few = new MoveWindow(0, 10_000 * MILLI, 800);
    assertEquals(1, few.room(100 * MILLI, 0));
    few.goes();
    assertEquals(0, few.room(100 * MILLI, 0));
    assertEquals(MILLI, few.pause(100 * MILLI, 0));
    assertEquals(0, few.room(101 * MILLI - 1, 0));
    assertEquals(1, few.room(101 * MILLI, 0));
    assertEquals(2, few.room(500 * MILLI, 0), "what was missed is made up for");
  }
}
