package io.mizzen.kernel.restart;

import java.util.concurrent.TimeUnit;

/**
 * How many connections may be between two processes at the same time. Each is silent for as long as
 * the whole queue takes: so it is as short as keeps that below what people notice, and as long as
 * both processes can take. What counts in the end is that all of them go. One thread.
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

  private final long hurryAt;
  private int size = LEAST;
  private int quick;
  private long longest;

  /**
   * @param now when it begins, nanoseconds
   * @param most in which all have to go, nanoseconds
   */
  MoveWindow(long now, long most) {
    hurryAt = now + most / HURRY_SHARE;
  }

  int size(long now) {
    return now - hurryAt > 0 ? MOST : size;
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
