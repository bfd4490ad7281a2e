package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.AutoProtocolConfig;
import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.FilterChainConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.config.model.RouteTableConfig;
import io.mizzen.kernel.config.model.TcpProxyConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Host;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.stream.StreamFilterFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what there is to warm in a configuration: each combination of a chain's protocol, its kinds
 * of filters, its kind of router and a protocol of a cluster it leads to, once, and a TCP proxy. A
 * second chain of the same combination runs the same code.
 */
final class WarmUpPlan {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUpPlan.class);

  /** More differ in little, and share the time. */
  private static final int MOST = 8;

  private final PluginSet plugins;
  private final Hosts hosts;
  private final Blueprint blueprint;
  private final WarmUpTables tables;

  WarmUpPlan(PluginSet plugins, Hosts hosts, Workers workers, Blueprint blueprint) {
    this.plugins = plugins;
    this.hosts = hosts;
    this.blueprint = blueprint;
    this.tables = new WarmUpTables(plugins, hosts, workers.all().size());
  }

  /** The caller closes each. */
  List<WarmUpPart> parts() {
    Map<String, WarmUpPart> found = new LinkedHashMap<>();
    for (ListenerConfig listener : blueprint.config().listeners()) {
      for (FilterChainConfig chain : listener.filterChains()) {
        if (chain.tcpProxy() != null) {
          addBytes(chain.tcpProxy(), found);
        }
        for (Component protocol : spoken(chain)) {
          add(chain, protocol, found);
        }
      }
    }
    return new ArrayList<>(found.values());
  }

  private void addBytes(TcpProxyConfig config, Map<String, WarmUpPart> found) {
    Blueprint.ClusterParts cluster = blueprint.clusters().get(config.cluster());
    if (cluster != null && found.size() < MOST) {
      found.putIfAbsent("", new WarmUpPart.Bytes(config, cluster));
    }
  }

  private List<Component> spoken(FilterChainConfig chain) {
    Component protocol = chain.protocol();
    if (protocol == null) {
      return List.of();
    }
    return protocol.config() instanceof AutoProtocolConfig auto
        ? auto.protocols()
        : List.of(protocol);
  }

  private void add(FilterChainConfig chain, Component protocol, Map<String, WarmUpPart> found) {
    RouteTable table = blueprint.tables().get(chain.routes());
    if (table == null) {
      return;
    }
    String kind =
        protocol.type()
            + " "
            + chain.filters().stream().map(Component::type).toList()
            + " "
            + table.routerType()
            + " ";
    for (Blueprint.ClusterParts cluster : clustersOf(table, protocol.type())) {
      String key = kind + wordOf(cluster.config());
      if (found.size() < MOST && !found.containsKey(key)) {
        WarmUpParts parts = parts(chain, protocol, table, cluster);
        if (parts != null) {
          found.put(key, parts);
        }
      }
    }
  }

  private List<Blueprint.ClusterParts> clustersOf(RouteTable table, String protocol) {
    Map<String, Blueprint.ClusterParts> byWord = new LinkedHashMap<>();
    table
        .routes()
        .forEach(
            route ->
                route
                    .clusters()
                    .forEach(
                        name -> {
                          Blueprint.ClusterParts parts = blueprint.clusters().get(name);
                          if (parts != null
                              && parts.client() != null
                              && parts.client().translates(protocol)) {
                            byWord.putIfAbsent(wordOf(parts.config()), parts);
                          }
                        }));
    return List.copyOf(byWord.values());
  }

  private static String wordOf(ClusterConfig cluster) {
    return cluster.protocol() == null ? "" : cluster.protocol().type();
  }

  private @Nullable WarmUpParts parts(
      FilterChainConfig chain,
      Component protocol,
      RouteTable table,
      Blueprint.ClusterParts cluster) {
    Component spoken = cluster.config().protocol();
    Registration<ProtocolFactory<?, ?>> down =
        plugins.find(ExtensionPoints.PROTOCOLS, protocol.type());
    Registration<ProtocolFactory<?, ?>> up =
        spoken == null ? null : plugins.find(ExtensionPoints.PROTOCOLS, spoken.type());
    if (down == null || up == null || spoken == null) {
      return null;
    }
    String name = protocol.type() + " > " + spoken.type();
    try {
      ServerProtocol server = server(down.factory(), protocol.config(), hostOf(down));
      List<byte[]> samples = server.samples();
      if (samples.isEmpty()) {
        LOG.debug("{} begins cold: the protocol has no samples", name);
        return null;
      }
      return new WarmUpParts(
          name,
          protocol.type(),
          samples,
          server(down.factory(), Defaults.of(down.factory().serverConfigType()), hostOf(down)),
          client(down.factory(), Defaults.of(down.factory().clientConfigType()), hostOf(down)),
          server,
          filters(chain),
          tables.towards(table, configOf(table), cluster.config().name()),
          chain.bufferLimit().asInt(),
          cluster.config(),
          client(up.factory(), spoken.config(), hostOf(up)),
          cluster.balancer(),
          spoken.type(),
          server(up.factory(), Defaults.of(up.factory().serverConfigType()), hostOf(up)),
          tables.answering(table, configOf(table)));
    } catch (IllegalArgumentException e) {
      LOG.debug("{} begins cold", name, e);
      return null;
    }
  }

  private RouteTableConfig configOf(RouteTable table) {
    for (RouteTableConfig config : blueprint.config().routeTables()) {
      if (config.name().equals(table.name())) {
        return config;
      }
    }
    throw new IllegalStateException("a table without its configuration");
  }

  private Host hostOf(Registration<?> found) {
    return hosts.of(found.plugin());
  }

  private static <S extends Record> ServerProtocol server(
      ProtocolFactory<S, ?> factory, Record config, Host host) {
    return factory.server(factory.serverConfigType().cast(config), host);
  }

  private static <C extends Record> ClientProtocol client(
      ProtocolFactory<?, C> factory, Record config, Host host) {
    return factory.client(factory.clientConfigType().cast(config), host);
  }

  private FilterPlan filters(FilterChainConfig chain) {
    List<String> names = new ArrayList<>();
    List<StreamFilter> filters = new ArrayList<>();
    for (Component component : chain.filters()) {
      Registration<StreamFilterFactory<?>> found =
          plugins.find(ExtensionPoints.STREAM_FILTERS, component.type());
      StreamFilter made =
          found == null ? null : filter(found.factory(), component.config(), hostOf(found));
      if (made != null) {
        names.add(component.type());
        filters.add(made);
      }
    }
    return new FilterPlan(names, filters);
  }

  private static <C extends Record> @Nullable StreamFilter filter(
      StreamFilterFactory<C> factory, Record config, Host host) {
    return factory.createForWarmUp(factory.configType().cast(config), host);
  }
}
