package io.mizzen.spi.telemetry;

import io.mizzen.spi.Worker;

/** A distribution of durations. */
public interface Histogram {
  /** The recorder of one worker; only that worker may record. */
  Recorder recorder(Worker worker);

  /** Records without locks or allocation. */
  interface Recorder {
    /** Records a duration; above the highest trackable value (about an hour) it counts as that. */
    void record(long nanos);
  }
}
