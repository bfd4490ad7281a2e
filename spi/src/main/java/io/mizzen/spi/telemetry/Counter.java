package io.mizzen.spi.telemetry;

import io.mizzen.spi.Worker;

/** A number that only grows. */
public interface Counter {
  /** Adds from any thread. */
  void add(long amount);

  /** The cell of one worker: a plain field, the cheapest way to count on the request path. */
  Cell cell(Worker worker);

  /** The sum of all cells, not exact while others add. */
  long sum();

  /** One worker's share of a counter; only that worker may add. */
  interface Cell {
    /** Adds one. */
    void increment();

    /** Adds an amount, from 0. */
    void add(long amount);
  }
}
