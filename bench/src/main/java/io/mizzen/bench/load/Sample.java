package io.mizzen.bench.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one window saw.
 *
 * @param answers right answers
 * @param nanos length of the window
 * @param p50Micros latency of right answers; the other percentiles alike
 * @param firstFault the first error since the load started, for people
 */
public record Sample(
    long answers,
    long nanos,
    double p50Micros,
    double p99Micros,
    double p999Micros,
    double maxMicros,
    Map<Fault, Long> faults,
    @Nullable String firstFault) {
  public double perSecond() {
    return nanos == 0 ? 0 : answers * 1e9 / nanos;
  }

  public long errors() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }
}
