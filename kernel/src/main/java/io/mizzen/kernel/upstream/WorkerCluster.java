package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.upstream.LoadBalancer;
import org.jspecify.annotations.Nullable;

/** What one worker has of a cluster: its balancer, its pools, its counts. Only on that worker. */
public final class WorkerCluster {
  /** So many retries are always allowed, so that a quiet cluster can retry at all. */
  private static final int FREE_RETRIES = 3;

  private final Cluster cluster;
  private final KernelWorker worker;
  private final boolean binding;
  private EndpointSet set;
  private LoadBalancer balancer;
  // Over all endpoints, made when none of this worker's part will do; null until then.
  private @Nullable LoadBalancer wide;
  private int active;
  private int retries;

  WorkerCluster(Cluster cluster, KernelWorker worker, EndpointSet set) {
    this.cluster = cluster;
    this.worker = worker;
    this.set = set;
    this.balancer = balancerOver(set);
    ClientProtocol protocol = cluster.protocol();
    this.binding = protocol != null && protocol.pool().mode() == ClientProtocol.Mode.BINDING;
  }

  private LoadBalancer balancerOver(EndpointSet next) {
    return cluster.balancerOver(next.of(worker.index(), cluster.workerCount()), worker);
  }

  void use(EndpointSet next) {
    set = next;
    balancer = balancerOver(next);
    wide = null;
  }

  public Cluster cluster() {
    return cluster;
  }

  /** The endpoint for a try, or null if none is usable. */
  public @Nullable EndpointState pick(Pick pick) {
    pick.prepare(cluster, worker);
    EndpointState mine = (EndpointState) balancer.pick(pick);
    return mine == null && set.isShared() ? pickOfAll(pick) : mine;
  }

  /** This worker's part is down, tried, or not what the request may go to: others may do. */
  private @Nullable EndpointState pickOfAll(Pick pick) {
    LoadBalancer all = wide;
    if (all == null) {
      all = cluster.balancerOver(set.all(), worker);
      wide = all;
    }
    return (EndpointState) all.pick(pick);
  }

  /** The endpoint to which a downstream connection is bound already; null if it is free. */
  public @Nullable EndpointState boundTo(PoolClient client) {
    if (!binding) {
      return null;
    }
    UpstreamConnection bound = client.bonds().in(cluster);
    return bound == null ? null : bound.endpoint();
  }

  /** Asks the endpoint's pool for a connection. */
  public void acquire(EndpointState endpoint, PoolClient client) {
    pool(endpoint).acquire(client);
  }

  /** Takes a waiting client out of the endpoint's queue. */
  public void cancel(EndpointState endpoint, PoolClient client) {
    pool(endpoint).cancel(client);
  }

  private Pool pool(EndpointState endpoint) {
    Pool pool = endpoint.pool(worker.index());
    if (pool == null) {
      ClientProtocol protocol = cluster.protocol();
      if (protocol == null) {
        throw new IllegalStateException("cluster " + cluster.name() + " has no protocol");
      }
      pool = new Pool(cluster, worker, endpoint, protocol);
      endpoint.pool(worker.index(), pool);
    }
    return pool;
  }

  /** Open requests of this worker. */
  int active() {
    return active;
  }

  /** Counts a request in, unless the cluster has all it may have. */
  public boolean begin() {
    int limit = cluster.config().maxRequests();
    // The sum over workers is needed only when this worker alone has its even share.
    if (active >= limit / cluster.workerCount() && cluster.activeRequests() >= limit) {
      return false;
    }
    active++;
    return true;
  }

  /** A try is over. */
  public void attempted(Why result) {
    cluster.metrics().attempt(worker, result);
  }

  /** Counts a request out. */
  public void end() {
    active--;
  }

  /** Counts a retry in, unless the budget is spent. */
  public boolean beginRetry(double budget) {
    if (retries >= Math.max(FREE_RETRIES, budget * active)) {
      cluster.metrics().budgetExhausted();
      return false;
    }
    cluster.metrics().retry();
    retries++;
    return true;
  }

  /** Counts a retry out. */
  public void endRetry() {
    retries--;
  }
}
