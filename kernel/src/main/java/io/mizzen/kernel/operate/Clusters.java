package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.EndpointConfig;
import io.mizzen.spi.config.HostPort;
import java.util.List;
import java.util.Map;

/** Comparisons of cluster configurations. */
final class Clusters {
  /**
   * Stands for any fixed endpoint, since a cluster without one and without discovery is no value.
   */
  private static final List<EndpointConfig> ANY =
      List.of(new EndpointConfig(new HostPort("any", 0), 1, Map.of()));

  private Clusters() {}

  /** The same cluster with its fixed endpoints made alike. */
  static ClusterConfig withoutEndpoints(ClusterConfig config) {
    return new ClusterConfig(
        config.name(),
        config.protocol(),
        config.loadBalancer(),
        config.connectTimeout(),
        config.discovery() == null ? ANY : List.of(),
        config.discovery(),
        config.healthCheck(),
        config.slowStart(),
        config.preamble(),
        config.panicThreshold(),
        config.maxRequests(),
        config.workerSubset(),
        config.bufferHigh());
  }

  /** A cluster of this process itself that stands for a configured one and refuses nothing. */
  static ClusterConfig forWarmUp(ClusterConfig config) {
    return new ClusterConfig(
        config.name(),
        config.protocol(),
        config.loadBalancer(),
        config.connectTimeout(),
        ANY,
        null,
        null,
        null,
        null,
        config.panicThreshold(),
        Integer.MAX_VALUE,
        config.workerSubset(),
        config.bufferHigh());
  }
}
