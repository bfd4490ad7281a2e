package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.upstream.LoadBalancer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one worker has of a cluster: its balancer, its pools, its counts. Only on that worker. */
public final class WorkerCluster {
  /** So many retries are always allowed, so that a quiet cluster can retry at all. */
  private static final int FREE_RETRIES = 3;

  private final Cluster cluster;
  private final KernelWorker worker;
  private LoadBalancer balancer;
  private int active;
  private int retries;

  WorkerCluster(Cluster cluster, KernelWorker worker, List<EndpointState> endpoints) {
    this.cluster = cluster;
    this.worker = worker;
    this.balancer = cluster.balancerOver(endpoints, worker);
  }

  void endpoints(List<EndpointState> next) {
    balancer = cluster.balancerOver(next, worker);
  }

  public Cluster cluster() {
    return cluster;
  }

  /** The endpoint for a try, or null if none is usable. */
  public @Nullable EndpointState pick(Pick pick) {
    pick.prepare(cluster, worker);
    return (EndpointState) balancer.pick(pick);
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
