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
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.EndpointSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private Map<EndpointState, AutoCloseable> gauges = new HashMap<>();

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
            new ClusterMetrics(
                metrics,
                config.name(),
                config.protocol() == null ? "" : config.protocol().type(),
                workers.all().size()),
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
    metrics.gauge(
        KernelMetrics.POOL_PENDING.name(),
        () -> cluster.endpoints().stream().mapToLong(EndpointState::pendingStreams).sum(),
        config.name());
    metrics.gauge(
        KernelMetrics.CLUSTER_USABLE.name(),
        () -> cluster.endpoints().stream().filter(e -> e.gate() != Endpoint.Gate.SHUT).count(),
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

  /** Whether its endpoints are asked for their health. */
  boolean isChecked() {
    return checks != null;
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
    watchEndpoints();
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

  /** Each endpoint has a gauge as long as it is in the set. Under the cluster's own lock order. */
  private synchronized void watchEndpoints() {
    Map<EndpointState, AutoCloseable> next = new HashMap<>();
    for (EndpointState endpoint : cluster.endpoints()) {
      AutoCloseable known = gauges.remove(endpoint);
      next.put(
          endpoint,
          known != null
              ? known
              : metrics.gauge(
                  KernelMetrics.ENDPOINT_STATE.name(),
                  () -> stateOf(endpoint),
                  parts.config().name(),
                  endpoint.address()));
    }
    for (AutoCloseable gone : gauges.values()) {
      try {
        gone.close();
      } catch (Exception e) {
        LOG.debug("a gauge did not close", e);
      }
    }
    gauges = next;
  }

  private static long stateOf(EndpointState endpoint) {
    return switch (endpoint.gate()) {
      case SHUT -> 0;
      case PROBING -> 1;
      case OPEN -> 2;
    };
  }

  private void updated(String result) {
    metrics.counter(KernelMetrics.DISCOVERY_UPDATE.name(), parts.config().name(), result).add(1);
  }

  private final class Feed implements Discovery.Watcher {
    @Override
    public void onEndpoints(List<EndpointSpec> endpoints) {
      updated("applied");
      lastFailure = null;
      cluster.update(endpoints);
      watchEndpoints();
      fed = true;
    }

    @Override
    public void onFailure(String sentence) {
      updated("failed");
      if (!sentence.equals(lastFailure)) {
        LOG.warn("cluster {}: {}", cluster.name(), sentence);
      }
      lastFailure = sentence;
    }
  }
}
