package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.EndpointConfig;
import io.mizzen.kernel.network.AddressText;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Host;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.network.Preamble;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.upstream.HealthCheck;
import io.mizzen.spi.upstream.LoadBalancer;
import org.jspecify.annotations.Nullable;

/** Builds the clusters of a blueprint. */
final class ClusterBuilder {
  private final Maker maker;

  ClusterBuilder(Maker maker) {
    this.maker = maker;
  }

  /** Null if it has problems, which are told. */
  Blueprint.@Nullable ClusterParts build(ClusterConfig config) {
    checkAddresses(config);
    ClientProtocol client = null;
    Component protocol = config.protocol();
    if (protocol != null) {
      client =
          maker.make(
              config,
              "protocol",
              () -> maker.instance(ClientProtocol.class, "", protocol, this::client));
      if (client == null) {
        return null;
      }
    }
    LoadBalancer.Builder balancer =
        maker.make(
            config,
            "loadBalancer",
            () ->
                maker.configured(
                    LoadBalancer.Builder.class,
                    ExtensionPoints.LOAD_BALANCERS,
                    "cluster " + config.name(),
                    config.loadBalancer()));
    Preamble preamble = null;
    Component preambleSpec = config.preamble();
    if (preambleSpec != null) {
      preamble =
          maker.make(
              config,
              "preamble",
              () -> maker.configured(Preamble.class, ExtensionPoints.PREAMBLES, "", preambleSpec));
    }
    HealthCheck check = null;
    if (config.healthCheck() != null) {
      Component spec = config.healthCheck().check();
      check =
          maker.make(
              config.healthCheck(),
              "check",
              () -> maker.configured(HealthCheck.class, ExtensionPoints.HEALTH_CHECKS, "", spec));
    }
    return balancer == null
        ? null
        : new Blueprint.ClusterParts(config, client, balancer, preamble, check);
  }

  /**
   * Fixed endpoints stand where they are: a name would be asked for once and then go stale. What
   * asks again is a discovery.
   */
  private void checkAddresses(ClusterConfig config) {
    for (EndpointConfig endpoint : config.endpoints()) {
      HostPort address = endpoint.address();
      if (!AddressText.isLiteral(address)) {
        maker.add(
            maker
                .error(
                    "MZ1608",
                    "'" + address.host() + "' is a name, but a fixed endpoint is an address",
                    endpoint,
                    "address")
                .expected(
                    "host:port with an address, for example \"10.0.0.12:8080\", or unix:/path")
                .help(
                    "let it be looked up: discovery: {type: strictDns, config: {host: "
                        + address.host()
                        + ", port: "
                        + address.port()
                        + "}}"));
      }
    }
  }

  private ClientProtocol client(Component component) {
    Registration<ProtocolFactory<?, ?>> found =
        maker.plugins().find(ExtensionPoints.PROTOCOLS, component.type());
    if (found == null) {
      throw new IllegalArgumentException("no protocol '" + component.type() + "'");
    }
    return clientOf(found.factory(), component.config(), maker.hostOf(found));
  }

  private static <C extends Record> ClientProtocol clientOf(
      ProtocolFactory<?, C> factory, Record config, Host host) {
    return factory.client(factory.clientConfigType().cast(config), host);
  }
}
