package io.mizzen.kernel.proxy;

import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Histogram;
import io.mizzen.spi.telemetry.Metrics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts of the streams of one listener and protocol: a row of cells for each worker. */
public final class StreamMetrics {
  private final Metrics metrics;
  private final String listener;
  private final String protocol;
  private final Row[] rows;

  public StreamMetrics(Metrics metrics, String listener, String protocol, List<Worker> workers) {
    this.metrics = metrics;
    this.listener = listener;
    this.protocol = protocol;
    this.rows = new Row[workers.size()];
  }

  /** A stream has ended; on its worker. */
  void ended(Worker worker, Why why, long durationNanos) {
    Row row = rows[worker.index()];
    if (row == null) {
      row = new Row(worker);
      rows[worker.index()] = row;
    }
    row.seconds.record(durationNanos);
    row.cell(why).increment();
  }

  /** The cells of one worker; only it touches them. */
  private final class Row {
    private final Worker worker;
    private final Histogram.Recorder seconds;
    private final Counter.Cell ok;
    private final ArrayList<Why> words = new ArrayList<>();
    private final ArrayList<Counter.Cell> cells = new ArrayList<>();

    Row(Worker worker) {
      this.worker = worker;
      this.seconds =
          metrics
              .histogram(KernelMetrics.STREAM_SECONDS.name(), listener, protocol)
              .recorder(worker);
      this.ok = create(Why.OK);
    }

    Counter.Cell cell(Why why) {
      if (why.equals(Why.OK)) {
        return ok;
      }
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).equals(why)) {
          return cells.get(i);
        }
      }
      Counter.Cell made = create(why);
      words.add(why);
      cells.add(made);
      return made;
    }

    private Counter.Cell create(Why why) {
      return metrics
          .counter(KernelMetrics.STREAM.name(), listener, protocol, why.word())
          .cell(worker);
    }
  }

  /** For messages: which listener this is. */
  public @Nullable String listener() {
    return listener;
  }
}
