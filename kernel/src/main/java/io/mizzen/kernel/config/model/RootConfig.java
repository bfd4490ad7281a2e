package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.OfKind;
import io.mizzen.spi.config.Rest;
import java.util.List;
import java.util.Map;

/** The whole of a configuration. */
@Doc("The configuration of a Mizzen process.")
public record RootConfig(
    @Doc("The version of the configuration format; 1.") int version,
    @Default("{}") @Doc("Who this process is.") NodeConfig node,
    @Default("{}") @Doc("Where plugins are and what to do with broken ones.") PluginsConfig plugins,
    @Default("{}") @Doc("The instance folder: sockets and state of this process.")
        InstanceConfig instance,
    @Default("{}") @Doc("Workers, transport and limits of the whole process.")
        RuntimeConfig runtime,
    @Default("{}") @Doc("How the process ends.") DrainConfig drain,
    @Default("{}") @Doc("What a new process does before it takes traffic.") WarmUpConfig warmUp,
    @Default("{}") @Doc("The server log and metrics.") TelemetryConfig telemetry,
    @Doc("Where traffic comes in.") List<ListenerConfig> listeners,
    @Doc("Which request goes where.") List<RouteTableConfig> routeTables,
    @Doc("The services traffic goes to.") List<ClusterConfig> clusters,
    @Rest @OfKind("service") @Doc("What runs beside the traffic, each under its type.")
        Map<String, Component> services) {
  public RootConfig {
    if (version != 1) {
      throw new IllegalArgumentException("version must be 1, got " + version);
    }
  }
}
