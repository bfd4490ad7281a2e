package io.mizzen.spi;
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
public final class ExtensionPoints {
  public static final ExtensionPoint<ProtocolFactory<?, ?>> PROTOCOLS =
      new ExtensionPoint<>("protocol", ProtocolFactory.class);
  public static final ExtensionPoint<InspectorFactory<?>> INSPECTORS =
      new ExtensionPoint<>("inspector", InspectorFactory.class);
  public static final ExtensionPoint<NetworkFilterFactory<?>> NETWORK_FILTERS =
      new ExtensionPoint<>("networkFilter", NetworkFilterFactory.class);
  public static final ExtensionPoint<PreambleFactory<?>> PREAMBLES =
      new ExtensionPoint<>("preamble", PreambleFactory.class);
  public static final ExtensionPoint<StreamFilterFactory<?>> STREAM_FILTERS =
      new ExtensionPoint<>("filter", StreamFilterFactory.class);
  public static final ExtensionPoint<RouterFactory<?, ?>> ROUTERS =
      new ExtensionPoint<>("router", RouterFactory.class);
  public static final ExtensionPoint<LoadBalancerFactory<?>> LOAD_BALANCERS =
      new ExtensionPoint<>("loadBalancer", LoadBalancerFactory.class);
  public static final ExtensionPoint<DiscoveryFactory<?>> DISCOVERY =
      new ExtensionPoint<>("discovery", DiscoveryFactory.class);
  public static final ExtensionPoint<HealthCheckFactory<?>> HEALTH_CHECKS =
      new ExtensionPoint<>("healthCheck", HealthCheckFactory.class);
  public static final ExtensionPoint<ServiceFactory<?>> SERVICES =
      new ExtensionPoint<>("service", ServiceFactory.class);
  public static final List<ExtensionPoint<?>> ALL =
      List.of(
          PROTOCOLS,
          INSPECTORS,
          NETWORK_FILTERS,
          PREAMBLES,
          STREAM_FILTERS,
          ROUTERS,
          LOAD_BALANCERS,
          DISCOVERY,
          HEALTH_CHECKS,
          SERVICES);
  private ExtensionPoints() {}
}
