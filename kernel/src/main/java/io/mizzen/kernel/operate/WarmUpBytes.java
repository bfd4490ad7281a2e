package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.TcpProxyConfig;
import io.mizzen.kernel.network.Chain;
import io.mizzen.kernel.network.ChainMatcher;
import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.proxy.TcpProxy;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.spi.upstream.EndpointSpec;
import io.mizzen.spi.upstream.LoadBalancer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** The shadow of a TCP proxy, towards a listener that sends back what it gets. */
final class WarmUpBytes extends WarmUpStage {
  private static final String NAME = "warm-up";

  private final ClusterConfig like;
  private final TcpProxyConfig config;
  private final Cluster upstream;
  private InetSocketAddress front = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  WarmUpBytes(
      TcpProxyConfig config,
      ClusterConfig like,
      LoadBalancer.Builder balancer,
      Workers workers,
      MetricsRegistry registry) {
    super(workers, registry);
    this.like = like;
    this.config = config;
    this.upstream = cluster(null, balancer, "");
  }

  @Override
  ClusterConfig like() {
    return like;
  }

  @Override
  Chain front() {
    TcpProxy proxy = new TcpProxy(config, upstream);
    return new Chain(NAME, ChainMatcher.ANY, List.of(), List.of(), proxy);
  }

  @Override
  Chain back() {
    return new Chain(NAME, ChainMatcher.ANY, List.of(), List.of(), new WarmUpEcho());
  }

  @Override
  void opened(List<EndpointSpec> atFront, List<EndpointSpec> atBack) {
    upstream.update(atBack);
    String address = atFront.get(0).address();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    front = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  Runnable call(KernelWorker worker, WarmUpRound round) {
    WarmUpRawCaller caller = new WarmUpRawCaller(worker, round);
    worker.execute(() -> caller.begin(upstream.dialer(), front));
    return caller::stop;
  }

  @Override
  void ended() {
    upstream.retire();
  }
}
