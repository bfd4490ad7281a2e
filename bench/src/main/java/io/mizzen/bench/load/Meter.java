package io.mizzen.bench.load;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times of one measurement window. Belongs to the loop thread; {@link #end} hands out a
 * value.
 */
public final class Meter {
  /**
   * Above it a request has stalled in a way no percentile describes; such values are recorded as
   * this one.
   */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  /**
   * Errors after which a proxy is given up: the figures are worthless and a loop of reconnects must
   * end.
   */
  private static final long HOPELESS = 10_000;

  /** 3 digits: below the spread of any two runs. */
  private final Histogram latency = new Histogram(LONGEST_NANOS, 3);

  private final long[] faults = new long[Fault.values().length];
  private long answers;
  private long sinceNanos;
  private long allFaults;
  private @Nullable String firstFault;

  void begin() {
    latency.reset();
    answers = 0;
    Arrays.fill(faults, 0);
    sinceNanos = System.nanoTime();
  }

  /** Ends the window and starts none. */
  Sample end() {
    long nanos = System.nanoTime() - sinceNanos;
    Map<Fault, Long> seen = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      if (faults[fault.ordinal()] > 0) {
        seen.put(fault, faults[fault.ordinal()]);
      }
    }
    return new Sample(
        answers,
        nanos,
        latency.getValueAtPercentile(50) / 1e3,
        latency.getValueAtPercentile(99) / 1e3,
        latency.getValueAtPercentile(99.9) / 1e3,
        latency.getMaxValue() / 1e3,
        seen,
        firstFault);
  }

  /**
   * A right answer.
   *
   * @param startNanos when the request was sent or, at a fixed rate, when it should have been: a
   *     stalled proxy then shows in every request that had to wait (no coordinated omission)
   */
  void answer(long startNanos, long nowNanos) {
    answers++;
    latency.recordValue(Math.min(Math.max(0, nowNanos - startNanos), LONGEST_NANOS));
  }

  void fault(Fault fault, String detail) {
    faults[fault.ordinal()]++;
    allFaults++;
    if (firstFault == null) {
      firstFault = fault + ": " + detail;
    }
  }

  long answers() {
    return answers;
  }

  boolean failed() {
    return allFaults > 0;
  }

  String firstFault() {
    return firstFault == null ? "none" : firstFault;
  }

  boolean hopeless() {
    return allFaults > HOPELESS;
  }
}
