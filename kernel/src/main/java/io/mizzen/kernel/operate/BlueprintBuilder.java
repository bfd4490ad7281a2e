package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.Origins;
import io.mizzen.kernel.config.Problem;
import io.mizzen.kernel.config.model.AutoProtocolConfig;
import io.mizzen.kernel.config.model.ChainMatchConfig;
import io.mizzen.kernel.config.model.ClusterConfig;
import io.mizzen.kernel.config.model.FilterChainConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.ChainMatcher;
import io.mizzen.kernel.network.Cidr;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.kernel.telemetry.log.LogConfig;
import io.mizzen.spi.ConfiguredFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.network.Inspector;
import io.mizzen.spi.network.NetworkFilter;
import io.mizzen.spi.network.Preamble;
import io.mizzen.spi.operate.ServiceFactory;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.stream.StreamFilter;
import io.mizzen.spi.upstream.HealthCheck;
import io.mizzen.spi.upstream.LoadBalancer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a blueprint from a loaded configuration: every instance is made, every sentence of a
 * factory that refuses its configuration becomes a problem with its place.
 */
public final class BlueprintBuilder {
  /** The word of a listener's protocol that stands for several; the catalogue knows it. */
  private static final String AUTO = "auto";

  private final PluginSet plugins;
  private final Hosts hosts;
  private final int workers;
  private final Loaded<RootConfig> loaded;
  private final Origins origins;
  private final Instances instances;
  private final @Nullable Blueprint before;

  /**
   * @param before the blueprint in use, whose equal instances are taken over; null at the start
   * @param workers how many workers there are or will be
   */
  public BlueprintBuilder(
      PluginSet plugins,
      Hosts hosts,
      int workers,
      Loaded<RootConfig> loaded,
      @Nullable Blueprint before) {
    this.plugins = plugins;
    this.hosts = hosts;
    this.workers = workers;
    this.loaded = loaded;
    this.origins = loaded.origins();
    this.before = before;
    this.instances = new Instances(before == null ? null : before.instances());
  }

  /**
   * Builds.
   *
   * @param version the hash of the effective configuration
   * @return null if there are problems; they are in the loaded configuration
   */
  public @Nullable Blueprint build(String version) {
    RootConfig root = loaded.value();
    if (root == null) {
      loaded.finish();
      return null;
    }
    LogConfig log = log(root);
    Map<String, Record> services = services(root);
    Map<String, Blueprint.ClusterParts> clusters = new LinkedHashMap<>();
    for (ClusterConfig cluster : root.clusters()) {
      Blueprint.ClusterParts parts = cluster(cluster);
      if (parts != null) {
        clusters.put(cluster.name(), parts);
      }
    }
    TableBuilder tableBuilder = new TableBuilder(plugins, hosts, workers, loaded, before);
    Map<String, RouteTable> tables = tableBuilder.build(root);
    List<Blueprint.ListenerParts> listeners = new ArrayList<>();
    for (ListenerConfig listener : root.listeners()) {
      listeners.add(listener(listener));
    }
    checkTranslations(root, clusters, tables);
    checkAddresses(root);
    if (!loaded.finish() || log == null) {
      instances.abandon();
      return null;
    }
    return new Blueprint(root, version, log, clusters, tables, listeners, services, instances);
  }

  private @Nullable LogConfig log(RootConfig root) {
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

  // ---- clusters -----------------------------------------------------------------------------

  private Blueprint.@Nullable ClusterParts cluster(ClusterConfig config) {
    ClientProtocol client = null;
    Component protocol = config.protocol();
    if (protocol != null) {
      client =
          make(
              config, "protocol", () -> instance(ClientProtocol.class, "", protocol, this::client));
      if (client == null) {
        return null;
      }
    }
    LoadBalancer.Builder balancer =
        make(
            config,
            "loadBalancer",
            () ->
                configured(
                    LoadBalancer.Builder.class,
                    ExtensionPoints.LOAD_BALANCERS,
                    "cluster " + config.name(),
                    config.loadBalancer()));
    Preamble preamble = null;
    Component preambleSpec = config.preamble();
    if (preambleSpec != null) {
      preamble =
          make(
              config,
              "preamble",
              () -> configured(Preamble.class, ExtensionPoints.PREAMBLES, "", preambleSpec));
    }
    HealthCheck check = null;
    if (config.healthCheck() != null) {
      Component spec = config.healthCheck().check();
      check =
          make(
              config.healthCheck(),
              "check",
              () -> configured(HealthCheck.class, ExtensionPoints.HEALTH_CHECKS, "", spec));
    }
    return balancer == null
        ? null
        : new Blueprint.ClusterParts(config, client, balancer, preamble, check);
  }

  private ClientProtocol client(Component component) {
    Registration<ProtocolFactory<?, ?>> found =
        plugins.find(ExtensionPoints.PROTOCOLS, component.type());
    if (found == null) {
      throw new IllegalArgumentException("no protocol '" + component.type() + "'");
    }
    return clientOf(found.factory(), component.config(), hosts.of(found.plugin()));
  }

  private static <C extends Record> ClientProtocol clientOf(
      ProtocolFactory<?, C> factory, Record config, io.mizzen.spi.Host host) {
    return factory.client(factory.clientConfigType().cast(config), host);
  }

  // ---- listeners ----------------------------------------------------------------------------

  private Blueprint.ListenerParts listener(ListenerConfig config) {
    List<Inspector.Source> inspectors = new ArrayList<>();
    for (Component component : config.inspectors()) {
      Inspector.Source made =
          make(
              config,
              "inspectors",
              () -> configured(Inspector.Source.class, ExtensionPoints.INSPECTORS, "", component));
      if (made != null) {
        inspectors.add(made);
      }
    }
    List<Blueprint.ChainParts> chains = new ArrayList<>();
    for (int i = 0; i < config.filterChains().size(); i++) {
      FilterChainConfig chain = config.filterChains().get(i);
      if (chain.match() == null && i < config.filterChains().size() - 1) {
        loaded
            .problems()
            .add(
                origins
                    .error(
                        "MZ1601",
                        "a chain without 'match' takes every connection: the chains after it are"
                            + " never reached",
                        chain,
                        "match")
                    .help("move it to the end, or give it a match"));
      }
      chains.add(chain(config, chain, i));
    }
    return new Blueprint.ListenerParts(config, inspectors, chains);
  }

  private Blueprint.ChainParts chain(ListenerConfig listener, FilterChainConfig config, int index) {
    String name = config.name() == null ? String.valueOf(index) : config.name();
    List<NetworkFilter.Source> networkFilters = new ArrayList<>();
    for (Component component : config.networkFilters()) {
      NetworkFilter.Source made =
          make(
              config,
              "networkFilters",
              () ->
                  configured(
                      NetworkFilter.Source.class, ExtensionPoints.NETWORK_FILTERS, "", component));
      if (made != null) {
        networkFilters.add(made);
      }
    }
    return new Blueprint.ChainParts(
        config,
        name,
        matcher(config),
        networkFilters,
        candidates(config),
        filters(listener.name() + "/" + name, config));
  }

  private FilterPlan filters(String where, FilterChainConfig config) {
    List<String> names = new ArrayList<>();
    List<StreamFilter> filters = new ArrayList<>();
    for (int i = 0; i < config.filters().size(); i++) {
      Component component = config.filters().get(i);
      String place = component.name() == null ? where + "/" + i : "named " + component.name();
      StreamFilter made =
          make(
              config,
              "filters",
              () ->
                  configured(StreamFilter.class, ExtensionPoints.STREAM_FILTERS, place, component));
      if (made != null) {
        names.add(component.name() == null ? component.type() : component.name());
        filters.add(made);
      }
    }
    return new FilterPlan(names, filters);
  }

  private List<Candidate> candidates(FilterChainConfig config) {
    Component protocol = config.protocol();
    if (protocol == null) {
      return List.of();
    }
    List<Candidate> candidates = new ArrayList<>();
    if (protocol.config() instanceof AutoProtocolConfig auto) {
      if (auto.protocols().isEmpty()) {
        for (Registration<ProtocolFactory<?, ?>> one : plugins.at(ExtensionPoints.PROTOCOLS)) {
          if (!one.factory().type().equals(AUTO)) {
            addCandidate(config, defaultComponent(one.factory()), candidates);
          }
        }
      } else {
        auto.protocols().forEach(one -> addCandidate(config, one, candidates));
      }
    } else {
      addCandidate(config, protocol, candidates);
    }
    return candidates;
  }

  private static Component defaultComponent(ProtocolFactory<?, ?> factory) {
    return new Component(factory.type(), null, Defaults.of(factory.serverConfigType()));
  }

  private void addCandidate(FilterChainConfig config, Component component, List<Candidate> to) {
    ServerProtocol made =
        make(config, "protocol", () -> instance(ServerProtocol.class, "", component, this::server));
    if (made != null) {
      to.add(new Candidate(component.type(), made));
    }
  }

  private ServerProtocol server(Component component) {
    Registration<ProtocolFactory<?, ?>> found =
        plugins.find(ExtensionPoints.PROTOCOLS, component.type());
    if (found == null) {
      throw new IllegalArgumentException("no protocol '" + component.type() + "'");
    }
    return serverOf(found.factory(), component.config(), hosts.of(found.plugin()));
  }

  private static <S extends Record> ServerProtocol serverOf(
      ProtocolFactory<S, ?> factory, Record config, io.mizzen.spi.Host host) {
    return factory.server(factory.serverConfigType().cast(config), host);
  }

  private ChainMatcher matcher(FilterChainConfig chain) {
    ChainMatchConfig config = chain.match();
    if (config == null) {
      return ChainMatcher.ANY;
    }
    List<Cidr> sources = new ArrayList<>();
    for (String range : config.sourceRanges()) {
      Cidr cidr = make(config, "sourceRanges", () -> Cidr.parse(range));
      if (cidr != null) {
        sources.add(cidr);
      }
    }
    List<Candidate> protocols = new ArrayList<>();
    for (String word : config.protocols()) {
      Registration<ProtocolFactory<?, ?>> found = plugins.find(ExtensionPoints.PROTOCOLS, word);
      if (found == null || word.equals(AUTO)) {
        loaded
            .problems()
            .add(
                origins
                    .error(
                        "MZ1401",
                        "no installed plugin provides a protocol named '" + word + "'",
                        config,
                        "protocols")
                    .expected("installed protocols: " + String.join(", ", protocolWords())));
        continue;
      }
      Component component = defaultComponent(found.factory());
      ServerProtocol made =
          make(
              config,
              "protocols",
              () -> instance(ServerProtocol.class, "", component, this::server));
      if (made != null) {
        protocols.add(new Candidate(word, made));
      }
    }
    return new ChainMatcher(config, sources, protocols);
  }

  private List<String> protocolWords() {
    return plugins.at(ExtensionPoints.PROTOCOLS).stream()
        .map(one -> one.factory().type())
        .filter(type -> !type.equals(AUTO))
        .sorted()
        .toList();
  }

  // ---- across blocks ------------------------------------------------------------------------

  /** A request can only go to a cluster that can say it. */
  private void checkTranslations(
      RootConfig root,
      Map<String, Blueprint.ClusterParts> clusters,
      Map<String, RouteTable> tables) {
    for (ListenerConfig listener : root.listeners()) {
      for (FilterChainConfig chain : listener.filterChains()) {
        RouteTable table = chain.routes() == null ? null : tables.get(chain.routes());
        Component protocol = chain.protocol();
        if (table == null || protocol == null) {
          continue;
        }
        List<String> words =
            protocol.config() instanceof AutoProtocolConfig auto
                ? (auto.protocols().isEmpty()
                    ? List.of()
                    : auto.protocols().stream().map(Component::type).toList())
                : List.of(protocol.type());
        table
            .routes()
            .forEach(
                route ->
                    route.clusters().forEach(name -> translates(chain, words, clusters.get(name))));
      }
    }
  }

  private void translates(
      FilterChainConfig chain, List<String> words, Blueprint.@Nullable ClusterParts cluster) {
    if (cluster == null) {
      return;
    }
    ClientProtocol client = cluster.client();
    if (client == null) {
      loaded
          .problems()
          .add(
              origins
                  .error(
                      "MZ1602",
                      "cluster '"
                          + cluster.config().name()
                          + "' has no protocol, but a route of '"
                          + chain.routes()
                          + "' leads there",
                      chain,
                      "routes")
                  .help("add 'protocol' to the cluster"));
      return;
    }
    if (!words.isEmpty() && words.stream().noneMatch(client::translates)) {
      Component spoken = cluster.config().protocol();
      loaded
          .problems()
          .add(
              origins
                  .error(
                      "MZ1603",
                      "requests of protocol "
                          + String.join(", ", words)
                          + " cannot be sent in the protocol of cluster '"
                          + cluster.config().name()
                          + "' ("
                          + (spoken == null ? "none" : spoken.type())
                          + ")",
                      chain,
                      "protocol")
                  .help("route it to a cluster of the same protocol"));
    }
  }

  private void checkAddresses(RootConfig root) {
    Map<String, ListenerConfig> seen = new HashMap<>();
    for (ListenerConfig listener : root.listeners()) {
      if (!listener.bind().isUnix() && listener.bind().port() == 0) {
        continue;
      }
      ListenerConfig other = seen.putIfAbsent(listener.bind().toString(), listener);
      if (other != null) {
        loaded
            .problems()
            .add(
                origins
                    .error(
                        "MZ1604",
                        "listener '" + other.name() + "' has the same address " + listener.bind(),
                        listener,
                        "bind")
                    .see(origins.of(other, "bind"), "first used here"));
      }
    }
  }

  // ---- making -------------------------------------------------------------------------------

  private <F extends ConfiguredFactory<?, ?>, T> T configured(
      Class<T> as, ExtensionPoint<F> point, String place, Component component) {
    return instance(
        as,
        point.kind() + " " + place,
        component,
        spec -> {
          Registration<F> found = plugins.find(point, spec.type());
          if (found == null) {
            throw new IllegalArgumentException("no " + point.kind() + " '" + spec.type() + "'");
          }
          ConfiguredFactory<?, ?> factory = found.factory();
          return as.cast(createdBy(factory, spec.config(), hosts.of(found.plugin())));
        });
  }

  private static <C extends Record, T> T createdBy(
      ConfiguredFactory<C, T> factory, Record config, io.mizzen.spi.Host host) {
    return factory.create(factory.configType().cast(config), host);
  }

  private <T> T instance(
      Class<T> as,
      String place,
      Component component,
      java.util.function.Function<Component, T> make) {
    Instances.Key key =
        new Instances.Key(as.getName() + " " + place, component.type(), component.config());
    return instances.get(as, key, () -> make.apply(component));
  }

  /** A factory's refusal becomes a problem at the key that asked for the instance. */
  private <T> @Nullable T make(Record at, String key, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      Problem.Builder problem = origins.error("MZ1605", String.valueOf(e.getMessage()), at, key);
      loaded.problems().add(problem);
      return null;
    }
  }
}
