package io.mizzen.kernel.upstream;

import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Metrics;
import java.util.ArrayList;

/** Counts of one cluster: a row of cells for each worker. */
public final class ClusterMetrics {
  private final Metrics metrics;
  private final String cluster;
  private final Counter retries;
  private final Counter budgetExhausted;
  private final Counter poolRefused;
  private final Counter connected;
  private final Counter connectFailed;
  private final Counter checksOk;
  private final Counter checksFailed;
  private final Row[] rows;

  public ClusterMetrics(Metrics metrics, String cluster, int workers) {
    this.metrics = metrics;
    this.cluster = cluster;
    this.retries = metrics.counter(KernelMetrics.RETRY.name(), cluster);
    this.budgetExhausted = metrics.counter(KernelMetrics.RETRY_BUDGET_EXHAUSTED.name(), cluster);
    this.poolRefused = metrics.counter(KernelMetrics.POOL_REFUSED.name(), cluster);
    this.connected = metrics.counter(KernelMetrics.UPSTREAM_CONNECT.name(), cluster, "ok");
    this.connectFailed =
        metrics.counter(KernelMetrics.UPSTREAM_CONNECT.name(), cluster, Why.CONNECT_FAILED.word());
    this.checksOk = metrics.counter(KernelMetrics.HEALTH_CHECK.name(), cluster, "ok");
    this.checksFailed = metrics.counter(KernelMetrics.HEALTH_CHECK.name(), cluster, "failed");
    this.rows = new Row[workers];
  }

  /** A try is over; on its worker. */
  public void attempt(Worker worker, Why result) {
    Row row = rows[worker.index()];
    if (row == null) {
      row = new Row(worker);
      rows[worker.index()] = row;
    }
    row.count(result);
  }

  void retry() {
    retries.add(1);
  }

  void budgetExhausted() {
    budgetExhausted.add(1);
  }

  void connected() {
    connected.add(1);
  }

  void connectFailed() {
    connectFailed.add(1);
  }

  void checked(boolean well) {
    (well ? checksOk : checksFailed).add(1);
  }

  void poolRefused() {
    poolRefused.add(1);
  }

  public long retriesTotal() {
    return retries.sum();
  }

  private final class Row {
    private final Worker worker;
    private final Counter.Cell ok;
    private final ArrayList<Why> words = new ArrayList<>();
    private final ArrayList<Counter.Cell> cells = new ArrayList<>();

    Row(Worker worker) {
      this.worker = worker;
      this.ok = create(Why.OK);
    }

    void count(Why why) {
      if (why.equals(Why.OK)) {
        ok.increment();
        return;
      }
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).equals(why)) {
          cells.get(i).increment();
          return;
        }
      }
      words.add(why);
      Counter.Cell made = create(why);
      cells.add(made);
      made.increment();
    }

    private Counter.Cell create(Why why) {
      return metrics
          .counter(KernelMetrics.UPSTREAM_ATTEMPT.name(), cluster, why.word())
          .cell(worker);
    }
  }
}
