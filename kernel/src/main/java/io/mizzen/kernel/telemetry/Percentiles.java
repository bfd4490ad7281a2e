package io.mizzen.kernel.telemetry;

import org.HdrHistogram.Histogram;

/**
 * A distribution in a few numbers. Durations are in nanoseconds, true to 1 %; all are 0 if nothing
 * was recorded.
 *
 * @param count how many durations
 */
public record Percentiles(
    long count, long mean, long p50, long p90, long p99, long p999, long max) {
  static Percentiles of(Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return new Percentiles(0, 0, 0, 0, 0, 0, 0);
    }
    return new Percentiles(
        histogram.getTotalCount(),
        (long) histogram.getMean(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }
}
