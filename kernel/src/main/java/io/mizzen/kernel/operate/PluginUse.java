package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.AutoProtocolConfig;
import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.FilterChainConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.operate.ServiceFactory;
import io.mizzen.spi.protocol.ProtocolFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In how many places a configuration uses each plugin: what could be taken out shows as 0. */
public final class PluginUse {
  private final PluginSet plugins;
  private final Map<String, Integer> places = new HashMap<>();

  private PluginUse(PluginSet plugins) {
    this.plugins = plugins;
  }

  /** Places by plugin id; a plugin that is not used is absent. */
  public static Map<String, Integer> of(RootConfig config, PluginSet plugins) {
    PluginUse use = new PluginUse(plugins);
    config.listeners().forEach(use::listener);
    config
        .routeTables()
        .forEach(table -> use.add(ExtensionPoints.ROUTERS, List.of(table.router())));
    config.clusters().forEach(use::cluster);
    for (Registration<ServiceFactory<?>> service : plugins.at(ExtensionPoints.SERVICES)) {
      boolean always = service.factory().presence() == ServiceFactory.Presence.ALWAYS;
      if (always || config.services().containsKey(service.factory().type())) {
        use.count(service.plugin());
      }
    }
    return use.places;
  }

  private void listener(ListenerConfig config) {
    add(ExtensionPoints.INSPECTORS, config.inspectors());
    for (FilterChainConfig chain : config.filterChains()) {
      add(ExtensionPoints.NETWORK_FILTERS, chain.networkFilters());
      add(ExtensionPoints.STREAM_FILTERS, chain.filters());
      Component protocol = chain.protocol();
      if (protocol != null && protocol.config() instanceof AutoProtocolConfig auto) {
        if (auto.protocols().isEmpty()) {
          for (Registration<ProtocolFactory<?, ?>> one : plugins.at(ExtensionPoints.PROTOCOLS)) {
            count(one.plugin());
          }
        }
        add(ExtensionPoints.PROTOCOLS, auto.protocols());
      } else {
        add(ExtensionPoints.PROTOCOLS, protocol);
      }
    }
  }

  private void cluster(ClusterConfig config) {
    add(ExtensionPoints.PROTOCOLS, config.protocol());
    add(ExtensionPoints.LOAD_BALANCERS, config.loadBalancer());
    add(ExtensionPoints.DISCOVERY, config.discovery());
    add(ExtensionPoints.PREAMBLES, config.preamble());
    add(
        ExtensionPoints.HEALTH_CHECKS,
        config.healthCheck() == null ? null : config.healthCheck().check());
  }

  private <F extends ExtensionFactory> void add(ExtensionPoint<F> point, @Nullable Component one) {
    if (one != null) {
      add(point, List.of(one));
    }
  }

  private <F extends ExtensionFactory> void add(
      ExtensionPoint<F> point, List<Component> components) {
    for (Component component : components) {
      Registration<F> found = plugins.find(point, component.type());
      if (found != null) {
        count(found.plugin());
      }
    }
  }

  private void count(String plugin) {
    places.merge(plugin, 1, Integer::sum);
  }
}
