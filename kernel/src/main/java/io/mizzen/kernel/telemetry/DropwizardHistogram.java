package io.mizzen.kernel.telemetry;

import com.codahale.metrics.Reservoir;
import com.codahale.metrics.Snapshot;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** A histogram as Dropwizard's reporters see it: values in nanoseconds, since the start. */
final class DropwizardHistogram extends com.codahale.metrics.Histogram {
  private final HistogramSeries series;

  DropwizardHistogram(HistogramSeries series) {
    super(new AllOf(series));
    this.series = series;
  }

  @Override
  public void update(long nanos) {
    series.record(nanos, 1, Math.max(0, nanos));
  }

  @Override
  public long getCount() {
    long[] count = new long[1];
    series.forEach((nanos, times) -> count[0] += times);
    return count[0];
  }

  private record AllOf(HistogramSeries series) implements Reservoir {
    @Override
    public int size() {
      return getSnapshot().size();
    }

    @Override
    public void update(long nanos) {
      series.record(nanos, 1, Math.max(0, nanos));
    }

    @Override
    public Snapshot getSnapshot() {
      Histogram sum = LatencyCounts.newHistogram();
      series.forEach(sum::recordValueWithCount);
      return new Hdr(sum);
    }
  }

  private static final class Hdr extends Snapshot {
    private final Histogram sum;

    Hdr(Histogram sum) {
      this.sum = sum;
    }

    @Override
    public double getValue(double quantile) {
      return sum.getValueAtPercentile(quantile * 100);
    }

    /** One value per bucket in use: a reporter has no use for millions of single values. */
    @Override
    public long[] getValues() {
      return StreamSupport.stream(sum.recordedValues().spliterator(), false)
          .mapToLong(HistogramIterationValue::getValueIteratedTo)
          .toArray();
    }

    @Override
    public int size() {
      return (int) Math.min(Integer.MAX_VALUE, sum.getTotalCount());
    }

    @Override
    public long getMax() {
      return sum.getMaxValue();
    }

    @Override
    public double getMean() {
      return sum.getMean();
    }

    @Override
    public long getMin() {
      return sum.getTotalCount() == 0 ? 0 : sum.getMinValue();
    }

    @Override
    public double getStdDev() {
      return sum.getStdDeviation();
    }

    @Override
    public void dump(OutputStream output) {
      try (PrintWriter out = new PrintWriter(output, false, StandardCharsets.UTF_8)) {
        for (long value : getValues()) {
          out.println(value);
        }
      }
    }
  }
}
