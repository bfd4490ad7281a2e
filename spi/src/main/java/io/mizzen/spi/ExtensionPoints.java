package io.mizzen.spi;

import io.mizzen.spi.limit.LimiterFactory;
import io.mizzen.spi.network.InspectorFactory;
import io.mizzen.spi.network.NetworkFilterFactory;
import io.mizzen.spi.network.PreambleFactory;
import io.mizzen.spi.operate.ServiceFactory;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.route.RouterFactory;
import io.mizzen.spi.stream.StreamFilterFactory;
import io.mizzen.spi.upstream.DiscoveryFactory;
import io.mizzen.spi.upstream.HealthCheckFactory;
import io.mizzen.spi.upstream.LoadBalancerFactory;
import java.util.List;

/** The kernel's own extension points. */
public final class ExtensionPoints {
  /** Wire protocols, for listeners and for clusters. */
  public static final ExtensionPoint<ProtocolFactory<?, ?>> PROTOCOLS =
      new ExtensionPoint<>("protocol", ProtocolFactory.class);

  /** What looks at the first bytes of a connection. */
  public static final ExtensionPoint<InspectorFactory<?>> INSPECTORS =
      new ExtensionPoint<>("inspector", InspectorFactory.class);

  /** What sees the bytes of a downstream connection. */
  public static final ExtensionPoint<NetworkFilterFactory<?>> NETWORK_FILTERS =
      new ExtensionPoint<>("networkFilter", NetworkFilterFactory.class);

  /** What is sent first on an upstream connection. */
  public static final ExtensionPoint<PreambleFactory<?>> PREAMBLES =
      new ExtensionPoint<>("preamble", PreambleFactory.class);

  /** What sees the streams of a listener. */
  public static final ExtensionPoint<StreamFilterFactory<?>> STREAM_FILTERS =
      new ExtensionPoint<>("filter", StreamFilterFactory.class);

  /** What lets streams of a listener pass, or refuses them; each is a filter too. */
  public static final ExtensionPoint<LimiterFactory<?>> LIMITERS =
      new ExtensionPoint<>("limiter", LimiterFactory.class);

  /** What chooses a route. */
  public static final ExtensionPoint<RouterFactory<?, ?>> ROUTERS =
      new ExtensionPoint<>("router", RouterFactory.class);

  /** What chooses an endpoint. */
  public static final ExtensionPoint<LoadBalancerFactory<?>> LOAD_BALANCERS =
      new ExtensionPoint<>("loadBalancer", LoadBalancerFactory.class);

  /** Where endpoints come from. */
  public static final ExtensionPoint<DiscoveryFactory<?>> DISCOVERY =
      new ExtensionPoint<>("discovery", DiscoveryFactory.class);

  /** How an endpoint is asked whether it is well. */
  public static final ExtensionPoint<HealthCheckFactory<?>> HEALTH_CHECKS =
      new ExtensionPoint<>("healthCheck", HealthCheckFactory.class);

  /** What runs beside the traffic, under a top-level key of its own. */
  public static final ExtensionPoint<ServiceFactory<?>> SERVICES =
      new ExtensionPoint<>("service", ServiceFactory.class);

  /** All of them, in the order catalogues show. */
  public static final List<ExtensionPoint<?>> ALL =
      List.of(
          PROTOCOLS,
          INSPECTORS,
          NETWORK_FILTERS,
          PREAMBLES,
          STREAM_FILTERS,
          LIMITERS,
          ROUTERS,
          LOAD_BALANCERS,
          DISCOVERY,
          HEALTH_CHECKS,
          SERVICES);

  private ExtensionPoints() {}
}
