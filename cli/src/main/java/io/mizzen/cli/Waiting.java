package io.mizzen.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Asks again until something holds or its time is up. */
final class Waiting {
  /** Often enough to feel immediate, seldom enough to cost nothing. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Waiting() {}

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Failure;
  }

  /** Whether it held in time. */
  static boolean until(Duration most, Condition condition) throws Failure {
    long end = System.nanoTime() + most.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }
}
