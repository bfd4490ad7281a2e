package io.mizzen.kernel.upstream;

import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.WhyCounter;
import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Metrics;

/** Counts of one cluster. */
public final class ClusterMetrics {
  /** The side that broke the rules. */
  private static final String UPSTREAM = "upstream";

  private final WhyCounter attempts;
  private final Counter retries;
  private final Counter budgetExhausted;
  private final Counter poolRefused;
  private final Counter connected;
  private final Counter connectFailed;
  private final Counter checksOk;
  private final Counter checksFailed;
  private final Counter decodeErrors;

  /**
   * @param protocol the word of the protocol the cluster speaks
   */
  public ClusterMetrics(Metrics metrics, String cluster, String protocol, int workers) {
    this.attempts =
        new WhyCounter(metrics, KernelMetrics.UPSTREAM_ATTEMPT.name(), workers, cluster);
    this.retries = metrics.counter(KernelMetrics.RETRY.name(), cluster);
    this.budgetExhausted = metrics.counter(KernelMetrics.RETRY_BUDGET_EXHAUSTED.name(), cluster);
    this.poolRefused = metrics.counter(KernelMetrics.POOL_REFUSED.name(), cluster);
    this.connected = metrics.counter(KernelMetrics.UPSTREAM_CONNECT.name(), cluster, "ok");
    this.connectFailed =
        metrics.counter(KernelMetrics.UPSTREAM_CONNECT.name(), cluster, Why.CONNECT_FAILED.word());
    this.checksOk = metrics.counter(KernelMetrics.HEALTH_CHECK.name(), cluster, "ok");
    this.checksFailed = metrics.counter(KernelMetrics.HEALTH_CHECK.name(), cluster, "failed");
    this.decodeErrors = metrics.counter(KernelMetrics.DECODE_ERROR.name(), protocol, UPSTREAM);
  }

  /** A try is over; on its worker. */
  public void attempt(Worker worker, Why result) {
    attempts.count(worker, result);
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

  void decodeError() {
    decodeErrors.add(1);
  }

  void poolRefused() {
    poolRefused.add(1);
  }

  public long retriesTotal() {
    return retries.sum();
  }
}
