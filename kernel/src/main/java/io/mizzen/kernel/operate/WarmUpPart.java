package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.TcpProxyConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.telemetry.MetricsRegistry;

/** Something to be warmed. */
interface WarmUpPart extends AutoCloseable {
  /** For people. */
  String name();

  /** A new shadow of it; the caller opens and closes it. */
  WarmUpStage stage(Workers workers, MetricsRegistry registry);

  @Override
  default void close() {}

  /** A TCP proxy. */
  record Bytes(TcpProxyConfig config, Blueprint.ClusterParts cluster) implements WarmUpPart {
    @Override
    public String name() {
      return "raw bytes";
    }

    @Override
    public WarmUpStage stage(Workers workers, MetricsRegistry registry) {
      return new WarmUpBytes(config, cluster.config(), cluster.balancer(), workers, registry);
    }
  }
}
