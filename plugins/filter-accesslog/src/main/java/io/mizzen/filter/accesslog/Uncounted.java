package io.mizzen.filter.accesslog;

import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;

/** Counts nothing: lines of made-up streams that find no room are nobody's loss. */
enum Uncounted implements Counter, Counter.Cell {
  LINES;

  @Override
  public void add(long amount) {
    // Nothing to keep.
  }

  @Override
  public void increment() {
    // Nothing to keep.
  }

  @Override
  public Cell cell(Worker worker) {
    return this;
  }

  @Override
  public long sum() {
    return 0;
  }
}
