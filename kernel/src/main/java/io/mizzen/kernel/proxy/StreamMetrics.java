package io.mizzen.kernel.proxy;

import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.WhyCounter;
import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Histogram;
import io.mizzen.spi.telemetry.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts of the streams of one listener and protocol: a row of cells for each worker. */
public final class StreamMetrics {
  /** One stream in 64 is timed: two clock readings a phase cost more than most filters. */
  private static final int SAMPLE_MASK = 63;

  private final Metrics metrics;
  private final String listener;
  private final String protocol;
  private final WhyCounter streams;
  private final Row[] rows;

  public StreamMetrics(Metrics metrics, String listener, String protocol, List<Worker> workers) {
    this.metrics = metrics;
    this.listener = listener;
    this.protocol = protocol;
    this.streams =
        new WhyCounter(metrics, KernelMetrics.STREAM.name(), workers.size(), listener, protocol);
    this.rows = new Row[workers.size()];
  }

  /** Whether the next stream of this worker is one of those whose filters are timed. */
  boolean samples(Worker worker) {
    return (row(worker).begun++ & SAMPLE_MASK) == 0;
  }

  /** What a filter used for one stream; on its worker. */
  void filter(Worker worker, String filter, long nanos) {
    row(worker).filter(filter).record(nanos);
  }

  /** A stream has ended; on its worker. */
  void ended(Worker worker, Why why, long durationNanos) {
    row(worker).seconds.record(durationNanos);
    streams.count(worker, why);
  }

  private Row row(Worker worker) {
    Row row = rows[worker.index()];
    if (row == null) {
      row = new Row(worker);
      rows[worker.index()] = row;
    }
    return row;
  }

  /** What one worker records; only it touches them. */
  private final class Row {
    private final Worker worker;
    private final Histogram.Recorder seconds;
    private final Map<String, Histogram.Recorder> filters = new HashMap<>();
    private int begun;

    Row(Worker worker) {
      this.worker = worker;
      this.seconds =
          metrics
              .histogram(KernelMetrics.STREAM_SECONDS.name(), listener, protocol)
              .recorder(worker);
    }

    Histogram.Recorder filter(String name) {
      return filters.computeIfAbsent(
          name,
          filter ->
              metrics.histogram(KernelMetrics.FILTER_SECONDS.name(), filter).recorder(worker));
    }
  }
}
