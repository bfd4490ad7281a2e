package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.EndpointConfig;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.Chain;
import io.mizzen.kernel.network.ChainMatcher;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Listener;
import io.mizzen.kernel.network.ListenerMetrics;
import io.mizzen.kernel.network.ListenerPlan;
import io.mizzen.kernel.network.ProcessLimit;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.proxy.BoundTable;
import io.mizzen.kernel.proxy.ChainPlan;
import io.mizzen.kernel.proxy.ProxyEvents;
import io.mizzen.kernel.proxy.StreamMetrics;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.kernel.upstream.ClusterMetrics;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.upstream.EndpointSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One shadow in service: see {@link WarmUp} for the picture. Not on a worker. */
final class WarmUpStage implements AutoCloseable {
  /** So many at a time on each worker: more only wait for one another. */
  private static final int CALLERS = 4;

  /** A connection within this process that takes longer than that has other troubles. */
  private static final Duration CONNECT = Duration.ofSeconds(1);

  /** How long its connections may take to end. */
  private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long LOOK_NANOS = 1_000_000;

  private final WarmUpParts parts;
  private final Workers workers;
  private final MetricsRegistry registry;
  private final StreamProxy proxy;
  private final ProcessLimit limit = new ProcessLimit(Integer.MAX_VALUE);
  private final Listener front;
  private final Listener back;
  private final Cluster upstream;
  private final Cluster callers;
  private final List<WarmUpCaller> calling = new ArrayList<>();

  WarmUpStage(WarmUpParts parts, Workers workers, MetricsRegistry registry) {
    this.parts = parts;
    this.workers = workers;
    this.registry = registry;
    this.proxy = new StreamProxy(workers, new ProxyEvents(registry.permanent()));
    this.upstream = cluster(parts.upstream());
    this.callers = cluster(parts.caller());
    this.back =
        listener(
            parts.peerWord(),
            parts.peer(),
            new FilterPlan(List.of(), List.of()),
            parts.answers(),
            Map.of());
    Map<String, Cluster> all = new HashMap<>();
    parts.table().routes().forEach(r -> r.clusters().forEach(name -> all.put(name, upstream)));
    this.front = listener(parts.word(), parts.server(), parts.filters(), parts.table(), all);
  }

  private Cluster cluster(ClientProtocol protocol) {
    ClusterConfig like = Clusters.forWarmUp(parts.cluster());
    return new Cluster(
        like,
        protocol,
        parts.balancer(),
        null,
        workers,
        new ClusterMetrics(
            registry.permanent(), like.name(), parts.peerWord(), workers.all().size()),
        true);
  }

  private Listener listener(
      String word,
      ServerProtocol protocol,
      FilterPlan filters,
      RouteTable table,
      Map<String, Cluster> clusters) {
    String name = "warm-up";
    ChainPlan plan =
        new ChainPlan(
            filters,
            new BoundTable(table, clusters),
            parts.bufferLimit(),
            new StreamMetrics(registry.permanent(), name, word, workers.asSpi()));
    Chain chain =
        new Chain(
            name,
            ChainMatcher.ANY,
            List.of(),
            List.of(new Candidate(word, protocol)),
            proxy.target(new ChainPlan.Handle(plan)));
    return new Listener(
        name,
        new HostPort("127.0.0.1", 0),
        new ListenerPlan(
            List.of(),
            CONNECT,
            CONNECT,
            Integer.MAX_VALUE,
            parts.cluster().bufferHigh().asInt(),
            List.of(chain)),
        workers,
        limit,
        new ListenerMetrics(registry.permanent(), name, workers.all().size()));
  }

  /**
   * Opens both ends.
   *
   * @throws IOException if there is no loopback
   */
  void open() throws IOException {
    int backlog = CALLERS * workers.all().size();
    back.open(backlog);
    front.open(backlog);
    upstream.update(at(back));
    callers.update(at(front));
  }

  /** Where a listener is, with the words of the endpoint it stands for. */
  private List<EndpointSpec> at(Listener listener) {
    List<EndpointConfig> like = parts.cluster().endpoints();
    return List.of(
        new EndpointSpec(
            "127.0.0.1:" + listener.boundPort(),
            1,
            like.isEmpty() ? Map.of() : like.get(0).metadata()));
  }

  /** Calls until it was enough or the time is up. */
  WarmUpRound run(int requests, long mostNanos) {
    WarmUpRound round = new WarmUpRound(requests, CALLERS * workers.all().size(), mostNanos);
    for (KernelWorker worker : workers.all()) {
      for (int i = 0; i < CALLERS; i++) {
        WarmUpCaller caller =
            new WarmUpCaller(worker, callers, parts.sender(), parts.samples(), round);
        calling.add(caller);
        worker.execute(caller::begin);
      }
    }
    // One that hears nothing any more is cut off by close().
    round.await();
    return round;
  }

  @Override
  public void close() {
    for (WarmUpCaller caller : calling) {
      caller.stop();
    }
    front.close();
    back.close();
    callers.retire();
    upstream.retire();
    proxy.cutOff();
    long until = System.nanoTime() + LAST_NANOS;
    while (limit.open() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
