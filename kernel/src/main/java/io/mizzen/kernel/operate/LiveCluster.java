package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.EndpointConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.MetricsScope;
import io.mizzen.kernel.upstream.Cluster;
import io.mizzen.kernel.upstream.ClusterMetrics;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.kernel.upstream.HealthChecks;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.EndpointSpec;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cluster in service with what feeds it: fixed endpoints or discovery, and health checks. */
final class LiveCluster {
  private static final Logger LOG = LoggerFactory.getLogger(LiveCluster.class);

  private final Cluster cluster;
  private final MetricsScope metrics;
  private volatile Blueprint.ClusterParts parts; // control thread writes
  private final @Nullable Discovery discovery;
  private final @Nullable HealthChecks checks;
  private volatile @Nullable String lastFailure; // written by discovery, read by views
  private volatile boolean fed;

  /**
   * @param discovery makes this cluster's own source; null for fixed endpoints
   */
  LiveCluster(
      Blueprint.ClusterParts parts,
      Workers workers,
      MetricsRegistry registry,
      @Nullable Supplier<Discovery> discovery) {
    this.parts = parts;
    this.metrics = registry.scope();
    ClusterConfig config = parts.config();
    this.cluster =
        new Cluster(
            config,
            parts.client(),
            parts.balancer(),
            parts.preamble(),
            workers,
            new ClusterMetrics(metrics, config.name(), workers.all().size()),
            true);
    this.discovery = discovery == null ? null : discovery.get();
    this.checks =
        config.healthCheck() == null || parts.check() == null
            ? null
            : new HealthChecks(
                cluster,
                config.healthCheck(),
                parts.check(),
                workers.all().get(Math.floorMod(config.name().hashCode(), workers.all().size())));
    metrics.gauge(
        KernelMetrics.UPSTREAM_CONNECTIONS.name(),
        () -> cluster.endpoints().stream().mapToLong(EndpointState::connections).sum(),
        config.name());
  }

  Cluster cluster() {
    return cluster;
  }

  Blueprint.ClusterParts parts() {
    return parts;
  }

  @Nullable String lastFailure() {
    return lastFailure;
  }

  /** Whether it has had an endpoint set. */
  boolean isFed() {
    return fed;
  }

  void start() {
    if (discovery == null) {
      feed(parts.config().endpoints());
    } else {
      discovery.start(new Feed());
    }
    if (checks != null) {
      checks.start();
    }
  }

  /** Takes parts that differ in nothing but their fixed endpoints. */
  void feed(Blueprint.ClusterParts next) {
    parts = next;
    feed(next.config().endpoints());
  }

  private void feed(List<EndpointConfig> endpoints) {
    cluster.update(
        endpoints.stream()
            .map(e -> new EndpointSpec(e.address().toString(), e.weight(), e.metadata()))
            .toList());
    fed = true;
  }

  void stop() {
    if (discovery != null) {
      discovery.close();
    }
    if (checks != null) {
      checks.stop();
    }
    cluster.retire();
    metrics.close();
  }

  private final class Feed implements Discovery.Watcher {
    @Override
    public void onEndpoints(List<EndpointSpec> endpoints) {
      lastFailure = null;
      cluster.update(endpoints);
      fed = true;
    }

    @Override
    public void onFailure(String sentence) {
      if (!sentence.equals(lastFailure)) {
        LOG.warn("cluster {}: {}", cluster.name(), sentence);
      }
      lastFailure = sentence;
    }
  }
}
