package io.mizzen.kernel.upstream;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.network.Dialer;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Workers;
import io.mizzen.spi.network.Preamble;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSpec;
import io.mizzen.spi.upstream.LoadBalancer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service and its endpoints. The set is replaced whole, endpoints that stay keep their object and
 * with it their pools, counters and health; each worker that uses the cluster is told once.
 *
 * <p>Life: made from its configuration, {@link #update} by its source any number of times, {@link
 * #retire} when no snapshot knows it any more.
 */
public final class Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

  /** Room for any preamble: the longest PROXY header without options has 232 bytes. */
  static final int PREAMBLE_SPACE = 512;

  private final ClusterConfig config;
  private final @Nullable ClientProtocol protocol;
  private final LoadBalancer.Builder balancer;
  private final @Nullable Preamble preamble;
  private final ClusterMetrics metrics;
  private final Workers workers;
  private final Dialer dialer;
  private final WorkerCluster[] perWorker;
  private final LongAdder lateAnswers = new LongAdder();
  private final LongAdder decodeErrors = new LongAdder();
  private final long slowStartNanos;
  private final boolean startsHealthy;
  private volatile EndpointSet set = EndpointSet.EMPTY; // control thread writes
  private volatile boolean panic; // written with endpoints and health, read by workers
  private volatile boolean retired;
  private volatile @Nullable String lastDecodeError;

  /**
   * @param protocol null for a cluster of raw bytes only
   * @param startsHealthy whether an endpoint may be used before its first check
   */
  public Cluster(
      ClusterConfig config,
      @Nullable ClientProtocol protocol,
      LoadBalancer.Builder balancer,
      @Nullable Preamble preamble,
      Workers workers,
      ClusterMetrics metrics,
      boolean startsHealthy) {
    this.config = config;
    this.protocol = protocol;
    this.balancer = balancer;
    this.preamble = preamble;
    this.workers = workers;
    this.metrics = metrics;
    this.dialer = new Dialer(workers.transport());
    this.perWorker = new WorkerCluster[workers.all().size()];
    this.startsHealthy = startsHealthy;
    this.slowStartNanos = config.slowStart() == null ? 0 : config.slowStart().window().toNanos();
  }

  public String name() {
    return config.name();
  }

  public ClusterConfig config() {
    return config;
  }

  public @Nullable ClientProtocol protocol() {
    return protocol;
  }

  public @Nullable Preamble preamble() {
    return preamble;
  }

  public Dialer dialer() {
    return dialer;
  }

  public ClusterMetrics metrics() {
    return metrics;
  }

  int workerCount() {
    return perWorker.length;
  }

  public int connectTimeoutMillis() {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, config.connectTimeout().toMillis()));
  }

  public int bufferHigh() {
    return config.bufferHigh().asInt();
  }

  /** The present set. Any thread. */
  public List<EndpointState> endpoints() {
    return set.all();
  }

  /** Whether so few endpoints are usable that all are used. */
  public boolean inPanic() {
    return panic;
  }

  /** This worker's part; only on that worker. */
  public WorkerCluster on(KernelWorker worker) {
    WorkerCluster mine = perWorker[worker.index()];
    if (mine == null) {
      mine = new WorkerCluster(this, worker, set);
      perWorker[worker.index()] = mine;
    }
    return mine;
  }

  LoadBalancer balancerOver(List<EndpointState> part, KernelWorker worker) {
    return balancer.over(List.<Endpoint>copyOf(part), worker);
  }

  /**
   * Replaces the endpoint set. One thread at a time, never a worker. Costs in proportion to this
   * cluster's endpoints, whatever else is configured.
   */
  public synchronized void update(List<EndpointSpec> specs) {
    if (retired) {
      return;
    }
    Map<String, EndpointState> known = new HashMap<>();
    for (EndpointState old : set.all()) {
      known.put(old.address(), old);
    }
    List<EndpointState> next = new ArrayList<>(specs.size());
    for (EndpointSpec spec : specs) {
      EndpointState state = known.remove(spec.address());
      if (state == null) {
        state =
            new EndpointState(
                spec.address(),
                spec.weight(),
                spec.metadata(),
                Addresses.resolved(spec.address(), dialer),
                startsHealthy,
                perWorker.length);
      } else {
        state.describe(spec.weight(), spec.metadata());
      }
      next.add(state);
    }
    set = EndpointSet.of(next, config.workerSubset(), perWorker.length);
    healthChanged();
    List<EndpointState> gone = List.copyOf(known.values());
    for (KernelWorker worker : workers.all()) {
      worker.execute(() -> apply(worker, gone));
    }
  }

  private void apply(KernelWorker worker, List<EndpointState> gone) {
    WorkerCluster mine = perWorker[worker.index()];
    if (mine != null) {
      mine.use(set);
    }
    for (EndpointState state : gone) {
      Pool pool = state.pool(worker.index());
      if (pool != null) {
        pool.retire();
      }
    }
  }

  /** Health or an override changed: looks whether enough endpoints are left. */
  public void healthChanged() {
    List<EndpointState> all = set.all();
    int open = 0;
    for (EndpointState state : all) {
      if (state.gate() != Endpoint.Gate.SHUT) {
        open++;
      }
    }
    boolean now = !all.isEmpty() && open < all.size() * config.panicThreshold().value();
    if (now != panic) {
      panic = now;
      LOG.warn(
          now
              ? "cluster {}: only {} of {} endpoints usable, all are used again (panic)"
              : "cluster {}: {} of {} endpoints usable, panic ends",
          name(),
          open,
          all.size());
    }
  }

  /** The process before this one knew the endpoint to be down; the next check decides anew. */
  public void inheritIll(EndpointState endpoint) {
    endpoint.healthy(false, "known from the process before");
    healthChanged();
  }

  /** The share of its weight an endpoint should get now. */
  double ramp(EndpointState endpoint, long now) {
    if (slowStartNanos == 0 || config.slowStart() == null) {
      return 1;
    }
    long age = now - endpoint.warmingSince();
    if (age >= slowStartNanos) {
      return 1;
    }
    return Math.max(config.slowStart().minimum().value(), (double) age / slowStartNanos);
  }

  void lateAnswer() {
    lateAnswers.increment();
  }

  void decodeError(String endpoint, ProtocolException failure) {
    decodeErrors.increment();
    metrics.decodeError();
    lastDecodeError = endpoint + ": " + failure.getMessage();
  }

  /** Answers that came after their stream had given up. */
  public long lateAnswers() {
    return lateAnswers.sum();
  }

  /** Answers that broke the rules of the protocol. */
  public long decodeErrors() {
    return decodeErrors.sum();
  }

  public @Nullable String lastDecodeError() {
    return lastDecodeError;
  }

  /** Open requests of all workers; a guess, since the workers go on. */
  public int activeRequests() {
    int sum = 0;
    for (WorkerCluster part : perWorker) {
      sum += part == null ? 0 : part.active();
    }
    return sum;
  }

  /** No snapshot knows it any more: connections end as they become idle. */
  public synchronized void retire() {
    retired = true;
    List<EndpointState> gone = set.all();
    for (KernelWorker worker : workers.all()) {
      worker.execute(() -> apply(worker, gone));
    }
  }
}
