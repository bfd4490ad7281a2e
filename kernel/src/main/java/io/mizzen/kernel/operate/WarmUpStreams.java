package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.Chain;
import io.mizzen.kernel.network.ChainMatcher;
import io.mizzen.kernel.network.KernelWorker;
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
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.upstream.EndpointSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shadow of a chain with a protocol. */
final class WarmUpStreams extends WarmUpStage {
  private static final String NAME = "warm-up";

  private final WarmUpParts parts;
  private final StreamProxy proxy;
  private final Cluster upstream;
  private final Cluster callers;

  WarmUpStreams(WarmUpParts parts, Workers workers, MetricsRegistry registry) {
    super(workers, registry);
    this.parts = parts;
    this.proxy = new StreamProxy(workers, new ProxyEvents(registry.permanent()));
    this.upstream = cluster(parts.upstream(), parts.balancer(), parts.peerWord());
    this.callers = cluster(parts.caller(), parts.balancer(), parts.peerWord());
  }

  @Override
  ClusterConfig like() {
    return parts.cluster();
  }

  @Override
  Chain front() {
    Map<String, Cluster> all = new HashMap<>();
    parts.table().routes().forEach(r -> r.clusters().forEach(name -> all.put(name, upstream)));
    return chain(parts.word(), parts.server(), parts.filters(), parts.table(), all);
  }

  @Override
  Chain back() {
    FilterPlan none = new FilterPlan(List.of(), List.of());
    return chain(parts.peerWord(), parts.peer(), none, parts.answers(), Map.of());
  }

  private Chain chain(
      String word,
      ServerProtocol protocol,
      FilterPlan filters,
      RouteTable table,
      Map<String, Cluster> clusters) {
    ChainPlan plan =
        new ChainPlan(
            filters,
            new BoundTable(table, clusters),
            parts.bufferLimit(),
            new StreamMetrics(registry.permanent(), NAME, word, workers.asSpi()));
    return new Chain(
        NAME,
        ChainMatcher.ANY,
        List.of(),
        List.of(new Candidate(word, protocol)),
        proxy.target(protocol, new ChainPlan.Handle(plan)));
  }

  @Override
  void opened(List<EndpointSpec> front, List<EndpointSpec> back) {
    upstream.update(back);
    callers.update(front);
  }

  @Override
  Runnable call(KernelWorker worker, WarmUpRound round) {
    WarmUpCaller caller = new WarmUpCaller(worker, callers, parts.sender(), parts.samples(), round);
    worker.execute(caller::begin);
    return caller::stop;
  }

  @Override
  void ended() {
    callers.retire();
    upstream.retire();
    proxy.cutOff();
  }
}
