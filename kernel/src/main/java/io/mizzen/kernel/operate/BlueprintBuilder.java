package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.telemetry.log.LogConfig;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.operate.ServiceFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds blueprints from loaded configurations: every instance is made, every sentence of a factory
 * that refuses its configuration becomes a problem with its place.
 */
public final class BlueprintBuilder {
  private final PluginSet plugins;
  private final Hosts hosts;
  private final int workers;

  /**
   * @param workers how many workers there are or will be
   */
  public BlueprintBuilder(PluginSet plugins, Hosts hosts, int workers) {
    this.plugins = plugins;
    this.hosts = hosts;
    this.workers = workers;
  }

  /**
   * Builds one.
   *
   * @param version the hash of the effective configuration
   * @param before the blueprint in use, whose equal instances are taken over; null at the start
   * @return null if there are problems; they are in the loaded configuration
   */
  public @Nullable Blueprint build(
      Loaded<RootConfig> loaded, String version, @Nullable Blueprint before) {
    RootConfig root = loaded.value();
    if (root == null) {
      loaded.finish();
      return null;
    }
    LogConfig log = log(root);
    Map<String, Record> services = services(root);
    Instances instances = new Instances(before == null ? null : before.instances());
    Maker maker = new Maker(plugins, hosts, loaded, instances);
    ClusterBuilder clusterBuilder = new ClusterBuilder(maker);
    Map<String, Blueprint.ClusterParts> clusters = new LinkedHashMap<>();
    for (ClusterConfig cluster : root.clusters()) {
      Blueprint.ClusterParts parts = clusterBuilder.build(cluster);
      if (parts != null) {
        clusters.put(cluster.name(), parts);
      }
    }
    Map<String, RouteTable> tables = new TableBuilder(maker, workers, before).build(root);
    ListenerBuilder listenerBuilder = new ListenerBuilder(maker);
    List<Blueprint.ListenerParts> listeners = new ArrayList<>();
    for (ListenerConfig listener : root.listeners()) {
      listeners.add(listenerBuilder.build(listener));
    }
    CrossChecks checks = new CrossChecks(maker);
    checks.translations(listeners, clusters, tables);
    checks.addresses(root);
    new LevelChecks(maker).check(listeners, tables);
    if (!loaded.finish() || log == null) {
      instances.abandon();
      return null;
    }
    return new Blueprint(root, version, log, clusters, tables, listeners, services, instances);
  }

  private static @Nullable LogConfig log(RootConfig root) {
    if (root.telemetry().log() != null) {
      return root.telemetry().log().bind(LogConfig.class);
    }
    return new LogConfig(
        io.mizzen.kernel.telemetry.log.LogFormat.AUTO,
        io.mizzen.kernel.telemetry.log.LogLevel.INFO,
        Map.of(),
        io.mizzen.kernel.telemetry.log.LogTarget.STDERR,
        null);
  }

  private Map<String, Record> services(RootConfig root) {
    Map<String, Record> services = new LinkedHashMap<>();
    for (Registration<ServiceFactory<?>> one : plugins.at(ExtensionPoints.SERVICES)) {
      ServiceFactory<?> factory = one.factory();
      Component configured = root.services().get(factory.type());
      Record config = configured == null ? null : configured.config();
      if (config == null && factory.presence() == ServiceFactory.Presence.ALWAYS) {
        config = Defaults.of(factory.configType());
      }
      if (config != null) {
        services.put(factory.type(), config);
      }
    }
    return services;
  }
}
