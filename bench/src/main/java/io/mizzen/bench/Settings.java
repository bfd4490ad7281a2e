package io.mizzen.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long and how often.
 *
 * @param rounds windows per proxy and phase; the proxies take turns
 * @param duration of a window
 * @param settle load before a window opens, not counted
 * @param warmUp load before the first round for proxies that compile themselves
 * @param rate of the fixed-rate phase; empty derives it from the slowest proxy
 * @param calls who counts system calls, in a window of its own; empty counts none
 */
record Settings(
    int rounds,
    Duration duration,
    Duration settle,
    Duration warmUp,
    OptionalDouble rate,
    Tool tool,
    Optional<SystemCalls> calls) {
  /** Who sends. */
  enum Tool {
    /** The generator of this module. */
    OWN,
    WRK,
    H2LOAD
  }

  Settings {
    if (rounds < 1 || rounds > 100) {
      throw new IllegalArgumentException("--rounds must be 1 to 100, got " + rounds);
    }
    if (duration.isNegative() || duration.isZero() || duration.toMinutes() >= 10) {
      throw new IllegalArgumentException(
          "--duration must be above 0 and below 10 minutes, got " + duration.toSeconds() + " s");
    }
    if (settle.isNegative() || warmUp.isNegative()) {
      throw new IllegalArgumentException("--settle and --warmup must not be negative");
    }
  }
}
