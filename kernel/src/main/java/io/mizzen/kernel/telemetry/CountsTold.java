package io.mizzen.kernel.telemetry;

import io.mizzen.spi.telemetry.MetricSpec;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells another process what this one has counted: everything at first, then what came since. So
 * the sum of all that was told is what stands here, and nothing is told twice. One thread at a
 * time; those that count go on meanwhile.
 *
 * <p>Gauges are not told: they say how things are, not what has happened.
 */
public final class CountsTold {
  /** In one line, which so stays well below what a message can hold. */
  private static final int BUCKETS = 256;

  private final MetricsRegistry registry;
  private final Map<Series, Told> told = new IdentityHashMap<>();

  /** What was said of one series. */
  private static final class Told {
    private long amount;
    private final LatencyCounts counts = new LatencyCounts();
  }

  public CountsTold(MetricsRegistry registry) {
    this.registry = registry;
  }

  /** What has been counted since this method was called last; lines for {@link CountsInherited}. */
  public List<String> news() {
    List<String> lines = new ArrayList<>();
    for (Family family : registry.families()) {
      for (Series series : family.all()) {
        if (series instanceof CounterSeries counter) {
          add(counter, lines);
        } else if (series instanceof HistogramSeries histogram) {
          add(histogram, lines);
        }
      }
    }
    return lines;
  }

  private void add(CounterSeries series, List<String> lines) {
    Told before = told.computeIfAbsent(series, first -> new Told());
    long more = series.sum() - before.amount;
    if (more != 0) {
      before.amount += more;
      lines.add(line(MetricSpec.Kind.COUNTER, series, more, List.of()));
    }
  }

  private void add(HistogramSeries series, List<String> lines) {
    Told before = told.computeIfAbsent(series, first -> new Told());
    // Several recorders may have the same bucket: added up first.
    LatencyCounts now = new LatencyCounts();
    series.forEach(now::add);
    List<Long> buckets = new ArrayList<>();
    now.forEach(
        (nanos, times) -> {
          long more = times - before.counts.timesOf(nanos);
          if (more > 0) {
            before.counts.add(nanos, more);
            buckets.add(nanos);
            buckets.add(more);
          }
        });
    if (!buckets.isEmpty()) {
      // The sum may be ahead of the buckets; the next news make up for it.
      long more = series.sumNanos() - before.amount;
      before.amount += more;
      for (int from = 0; from < buckets.size(); from += 2 * BUCKETS) {
        List<Long> part = buckets.subList(from, Math.min(from + 2 * BUCKETS, buckets.size()));
        lines.add(line(MetricSpec.Kind.HISTOGRAM, series, from == 0 ? more : 0, part));
      }
    }
  }

  private static String line(MetricSpec.Kind kind, Series series, long amount, List<Long> buckets) {
    MetricSpec spec = series.family().spec();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < spec.labels().size(); i++) {
      labels.add(spec.labels().get(i));
      labels.add(series.labelValues().get(i));
    }
    return new CountLine(kind, spec.name(), labels, amount, buckets).toString();
  }
}
