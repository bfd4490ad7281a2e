package io.mizzen.kernel.telemetry;

import java.util.Map;
import org.HdrHistogram.Histogram;

/** Reads percentiles of a histogram, in total or since the last reading. Any thread, one lock. */
public final class HistogramView {
  private final Family family;
  private final Map<String, String> labels;
  private LatencyCounts last = new LatencyCounts();

  HistogramView(Family family, Map<String, String> labels) {
    this.family = family;
    this.labels = labels;
  }

  /** All that was recorded since the series exist. */
  public Percentiles total() {
    Histogram sum = LatencyCounts.newHistogram();
    now().forEach(sum::recordValueWithCount);
    return Percentiles.of(sum);
  }

  /** What was recorded since this method was called last, or ever at the first call. */
  public synchronized Percentiles sinceLast() {
    LatencyCounts now = now();
    LatencyCounts before = last;
    Histogram difference = LatencyCounts.newHistogram();
    now.forEach(
        (nanos, times) -> {
          long more = times - before.timesOf(nanos);
          // Less than before: a series was removed in between.
          if (more > 0) {
            difference.recordValueWithCount(nanos, more);
          }
        });
    last = now;
    return Percentiles.of(difference);
  }

  private LatencyCounts now() {
    LatencyCounts sum = new LatencyCounts();
    for (Series series : family.all()) {
      if (series instanceof HistogramSeries histogram && family.matches(series, labels)) {
        histogram.forEach(sum::add);
      }
    }
    return sum;
  }
}
