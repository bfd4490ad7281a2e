package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.FilterChainConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.ChainMatcher;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.kernel.telemetry.log.LogConfig;
import io.mizzen.spi.network.Inspector;
import io.mizzen.spi.network.NetworkFilter;
import io.mizzen.spi.network.Preamble;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.upstream.HealthCheck;
import io.mizzen.spi.upstream.LoadBalancer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration with all its instances made and nothing started: what {@code check} builds and
 * throws away, and what a start or a reload puts into service. Instances whose configuration is
 * equal to that of the blueprint before are the same objects.
 *
 * @param config the records it was built from
 * @param version the hash of the effective configuration
 * @param log the server log
 * @param clusters by name
 * @param tables route tables by name
 * @param listeners in order
 * @param services configurations of services by type
 */
public record Blueprint(
    RootConfig config,
    String version,
    LogConfig log,
    Map<String, ClusterParts> clusters,
    Map<String, RouteTable> tables,
    List<ListenerParts> listeners,
    Map<String, Record> services,
    Instances instances) {

  /**
   * A cluster's instances.
   *
   * @param client null for a cluster of TCP proxies
   * @param check null if endpoints are not asked
   */
  public record ClusterParts(
      ClusterConfig config,
      @Nullable ClientProtocol client,
      LoadBalancer.Builder balancer,
      @Nullable Preamble preamble,
      @Nullable HealthCheck check) {}

  /** A listener's instances. */
  public record ListenerParts(
      ListenerConfig config, List<Inspector.Source> inspectors, List<ChainParts> chains) {}

  /**
   * A chain's instances.
   *
   * @param name its name, or its position
   * @param candidates none for a TCP proxy
   */
  public record ChainParts(
      FilterChainConfig config,
      String name,
      ChainMatcher matcher,
      List<NetworkFilter.Source> networkFilters,
      List<Candidate> candidates,
      FilterPlan filters) {}
}
