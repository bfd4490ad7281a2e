package io.mizzen.kernel.telemetry;

import io.mizzen.spi.telemetry.MetricSpec;
import java.io.IOException;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes metrics in the Prometheus text format 0.0.4. Any thread but a worker's; one writer per
 * answer.
 *
 * <p>Histograms are cumulative counts under fixed bounds, taken from the finer buckets of {@link
 * LatencyCounts}: a duration up to 0.8 % above a bound may be counted under it.
 */
public final class PrometheusText {
  /** What to send as {@code Content-Type}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /**
   * Upper bounds of histogram buckets in nanoseconds: single microseconds for filters, up to a
   * minute for slow streams. Twenty bounds keep a histogram at 23 lines.
   */
  static final long[] BOUNDS = {
    1_000L,
    10_000L,
    100_000L,
    250_000L,
    500_000L,
    1_000_000L,
    2_500_000L,
    5_000_000L,
    10_000_000L,
    25_000_000L,
    50_000_000L,
    100_000_000L,
    250_000_000L,
    500_000_000L,
    1_000_000_000L,
    2_500_000_000L,
    5_000_000_000L,
    10_000_000_000L,
    30_000_000_000L,
    60_000_000_000L
  };

  /** The same bounds in seconds, as they are written. */
  private static final String[] BOUND_LABELS = {
    "0.000001",
    "0.00001",
    "0.0001",
    "0.00025",
    "0.0005",
    "0.001",
    "0.0025",
    "0.005",
    "0.01",
    "0.025",
    "0.05",
    "0.1",
    "0.25",
    "0.5",
    "1",
    "2.5",
    "5",
    "10",
    "30",
    "60"
  };

  private static final double NANOS_PER_SECOND = 1e9;
  private static final Logger LOG = LoggerFactory.getLogger(PrometheusText.class);

  private final Appendable out;

  private PrometheusText(Appendable out) {
    this.out = out;
  }

  /** Writes all series of a registry, then those of the process and its JVM. */
  public static void write(MetricsRegistry registry, Appendable out) throws IOException {
    PrometheusText text = new PrometheusText(out);
    for (Family family : registry.families()) {
      text.write(family);
    }
    ProcessMetrics.write(text);
  }

  private void write(Family family) throws IOException {
    Collection<Series> all = family.all();
    if (all.isEmpty()) {
      return;
    }
    head(family.spec());
    for (Series series : all) {
      if (series instanceof HistogramSeries histogram) {
        histogram(family.spec().name(), histogram);
      } else {
        plain(family.spec().name(), series);
      }
    }
  }

  /** The two lines before the samples of a metric. */
  void head(MetricSpec spec) throws IOException {
    out.append("# HELP ").append(spec.name()).append(' ').append(Labels.help(spec.help()));
    out.append("\n# TYPE ").append(spec.name()).append(' ');
    out.append(
        switch (spec.kind()) {
          case COUNTER -> "counter\n";
          case GAUGE -> "gauge\n";
          case HISTOGRAM -> "histogram\n";
        });
  }

  /** One sample; the label set comes in braces or is empty. */
  void sample(String name, String labels, String value) throws IOException {
    out.append(name).append(labels).append(' ').append(value).append('\n');
  }

  private void plain(String name, Series series) throws IOException {
    long value;
    try {
      value = MetricsRegistry.valueOf(series);
    } catch (RuntimeException e) {
      // A gauge of a plugin failed: its series is missing, all others are worth having.
      LOG.atWarn().setCause(e).addKeyValue("metric", series.fullName()).log("gauge failed");
      return;
    }
    sample(name, series.labels(), Long.toString(value));
  }

  private void histogram(String name, HistogramSeries series) throws IOException {
    long[] counts = new long[BOUNDS.length + 1];
    series.forEach((nanos, times) -> counts[boundOf(nanos)] += times);
    String bucket = name + "_bucket";
    long cumulative = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      cumulative += counts[i];
      sample(bucket, withBound(series.labels(), BOUND_LABELS[i]), Long.toString(cumulative));
    }
    // The same number twice: the total is what the buckets hold, whatever is recorded meanwhile.
    String total = Long.toString(cumulative + counts[BOUNDS.length]);
    sample(bucket, withBound(series.labels(), "+Inf"), total);
    sample(name + "_sum", series.labels(), Double.toString(series.sumNanos() / NANOS_PER_SECOND));
    sample(name + "_count", series.labels(), total);
  }

  private static int boundOf(long nanos) {
    int i = 0;
    while (i < BOUNDS.length && nanos > BOUNDS[i]) {
      i++;
    }
    return i;
  }

  private static String withBound(String labels, String bound) {
    String le = "le=\"" + bound + "\"}";
    return labels.isEmpty() ? "{" + le : labels.substring(0, labels.length() - 1) + "," + le;
  }
}
