package io.mizzen.kernel.restart;

import java.util.concurrent.TimeUnit;

/**
 * How many connections may be between two processes at the same time, and how soon one follows the
 * other. Each is silent for as long as the whole queue takes: so it is as short as keeps that below
 * what people notice, and as long as both processes can take. Few connections take their time, as
 * each costs both processes work that requests wait for. What counts in the end is that all of them
 * go. One thread.
 */
final class MoveWindow {
  /**
   * Requests that meet a move wait for so long, and theirs are the slowest of a hand-over: it is
   * what a busy proxy answers within anyway.
   */
  private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** With one, each process would wait for the other on every way. */
  private static final int LEAST = 2;

  /** More gain nothing: the sockets pass one by one. */
  private static final int MOST = 64;

  /** If they have not gone by then, speed goes before silence. */
  private static final int HURRY_SHARE = 4;

  /**
   * Ten thousand idle connections moved at 0.16 ms each when nothing held them back: so moves leave
   * most of the time to requests.
   */
  private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Many follow each other faster, as upgrades must come to an end. */
  private static final long SPREAD_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final long hurryAt;
  private final long spacing;
  private boolean begun;
  private long nextAt;
  private int size = LEAST;
  private int quick;
  private long longest;

  /**
   * @param now when it begins, nanoseconds
   * @param most in which all have to go, nanoseconds
   * @param connections that are to go
   */
  MoveWindow(long now, long most, int connections) {
    hurryAt = now + most / HURRY_SHARE;
    spacing = Math.min(SPACING_NANOS, SPREAD_NANOS / Math.max(1, connections));
  }

  /** How many more may go now. */
  int room(long now, int onTheWay) {
    if (isHurried(now)) {
      return MOST - onTheWay;
    }
    if (!begun) {
      begun = true;
      nextAt = now;
    }
    long due = now - nextAt < 0 ? 0 : (now - nextAt) / spacing + 1;
    return (int) Math.max(0, Math.min(due, size - onTheWay));
  }

  /** One of these goes. */
  void goes() {
    nextAt += spacing;
  }

  /** Nanoseconds until {@link #room} may grow without a connection having gone. */
  long pause(long now, int onTheWay) {
    return onTheWay >= size ? Long.MAX_VALUE : Math.max(0, nextAt - now);
  }

  private boolean isHurried(long now) {
    return now - hurryAt > 0;
  }

  /** A connection has gone after so many nanoseconds in which nobody read it. */
  void moved(long silence) {
    longest = Math.max(longest, silence);
    if (silence > SILENCE_NANOS) {
      size = Math.max(LEAST, size - 1);
      quick = 0;
    } else if (++quick >= size) {
      // As many as are under way at a time have been quick.
      quick = 0;
      size = Math.min(MOST, size + 1);
    }
  }

  /** In which no connection was read, nanoseconds. */
  long longestSilence() {
    return longest;
  }
}
