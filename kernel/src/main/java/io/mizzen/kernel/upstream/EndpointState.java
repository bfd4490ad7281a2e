package io.mizzen.kernel.upstream;

import io.mizzen.spi.upstream.Endpoint;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that lives as long as its address is in the cluster's set, with the switches that set
 * it aside and each worker's pool of connections to it.
 */
public final class EndpointState implements Endpoint {
  private final String address;
  private final Pool[] pools;
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();
  // Written by the control thread or a health check, read by any worker.
  private volatile int weight;
  private volatile Map<String, String> metadata;
  private volatile @Nullable SocketAddress target;
  private volatile boolean healthy;
  private volatile @Nullable Override override;
  private volatile long warmingSince;
  private volatile int row; // answers of one kind to the health check: > 0 good, < 0 bad
  private volatile long changedAtMillis = System.currentTimeMillis();
  private volatile String change = "added";

  EndpointState(
      String address,
      int weight,
      Map<String, String> metadata,
      @Nullable SocketAddress target,
      boolean healthy,
      int workers) {
    this.address = address;
    this.weight = weight;
    this.metadata = metadata;
    this.target = target;
    this.healthy = healthy;
    this.pools = new Pool[workers];
    this.warmingSince = System.nanoTime();
  }

  @java.lang.Override
  public String address() {
    return address;
  }

  @java.lang.Override
  public int weight() {
    return weight;
  }

  @java.lang.Override
  public Map<String, String> metadata() {
    return metadata;
  }

  @java.lang.Override
  public Gate gate() {
    return healthy && override == null && target != null ? Gate.OPEN : Gate.SHUT;
  }

  /** What an operator may say about an endpoint, until the process ends. */
  public enum Override {
    /** Open streams go on, new ones go elsewhere. */
    DRAIN,
    /** Out of service. */
    MAINTENANCE
  }

  void describe(int nextWeight, Map<String, String> nextMetadata) {
    weight = nextWeight;
    metadata = nextMetadata;
  }

  /** Where to connect, or null while its name is not resolved. */
  public @Nullable SocketAddress target() {
    return target;
  }

  void target(SocketAddress resolved) {
    target = resolved;
  }

  public boolean healthy() {
    return healthy;
  }

  /** Says what a health check found; returns whether that is news. */
  boolean healthy(boolean well, String reason) {
    if (healthy == well) {
      return false;
    }
    healthy = well;
    if (well) {
      warmingSince = System.nanoTime();
    }
    changed(reason);
    return true;
  }

  /** Answers of one kind in a row to its health check: good ones above 0, bad ones below. */
  public int row() {
    return row;
  }

  /** Goes on counting from here; 0 for an endpoint that was never asked. */
  public void row(int next) {
    row = next;
  }

  public @Nullable Override override() {
    return override;
  }

  /** Sets or, with null, takes back what an operator says. */
  public void override(@Nullable Override next) {
    boolean back = override != null && next == null;
    override = next;
    if (back) {
      warmingSince = System.nanoTime();
    }
    changed(next == null ? "override ended" : "override " + next);
  }

  private void changed(String what) {
    change = what;
    changedAtMillis = System.currentTimeMillis();
  }

  public long changedAtMillis() {
    return changedAtMillis;
  }

  public String lastChange() {
    return change;
  }

  /** When it came into service last, by the monotonic clock. */
  public long warmingSince() {
    return warmingSince;
  }

  /** It came into service earlier than this process knows. */
  public void warmingSince(long nanos) {
    warmingSince = nanos;
  }

  /** The pool of one worker, or null; only for that worker, except views that only read numbers. */
  @Nullable Pool pool(int worker) {
    return pools[worker];
  }

  void pool(int worker, @Nullable Pool pool) {
    pools[worker] = pool;
  }

  void countRequest() {
    requests.increment();
  }

  void countFailure() {
    failures.increment();
  }

  public long requests() {
    return requests.sum();
  }

  public long failures() {
    return failures.sum();
  }

  /** Open streams of all workers; a guess, since the workers go on. */
  public int activeStreams() {
    int sum = 0;
    for (Pool pool : pools) {
      sum += pool == null ? 0 : pool.active();
    }
    return sum;
  }

  /** Streams of all workers that wait for a connection; a guess. */
  public int pendingStreams() {
    int sum = 0;
    for (Pool pool : pools) {
      sum += pool == null ? 0 : pool.pending();
    }
    return sum;
  }

  /** Open connections of all workers; a guess. */
  public int connections() {
    int sum = 0;
    for (Pool pool : pools) {
      sum += pool == null ? 0 : pool.size();
    }
    return sum;
  }

  @java.lang.Override
  public String toString() {
    return address;
  }
}
