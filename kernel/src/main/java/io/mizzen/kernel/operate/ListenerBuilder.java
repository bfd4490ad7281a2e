package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.AutoProtocolConfig;
import io.mizzen.kernel.config.model.ChainMatchConfig;
import io.mizzen.kernel.config.model.FilterChainConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.network.Candidate;
import io.mizzen.kernel.network.ChainMatcher;
import io.mizzen.kernel.network.Cidr;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.spi.ConfiguredFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Host;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.network.Inspector;
import io.mizzen.spi.network.NetworkFilter;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.stream.StreamFilter;
import java.util.ArrayList;
import java.util.List;

/** Builds the listeners of a blueprint with their chains. */
final class ListenerBuilder {
  /** The word of a listener's protocol that stands for several; the catalogue knows it. */
  private static final String AUTO = "auto";

  private final Maker maker;

  ListenerBuilder(Maker maker) {
    this.maker = maker;
  }

  Blueprint.ListenerParts build(ListenerConfig config) {
    List<Inspector.Source> inspectors =
        sources(
            config,
            "inspectors",
            Inspector.Source.class,
            ExtensionPoints.INSPECTORS,
            config.inspectors());
    List<Blueprint.ChainParts> chains = new ArrayList<>();
    for (int i = 0; i < config.filterChains().size(); i++) {
      FilterChainConfig chain = config.filterChains().get(i);
      if (chain.match() == null && i < config.filterChains().size() - 1) {
        maker.add(
            maker
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

  /** What makes something for each connection; components whose factory refuses are left out. */
  private <F extends ConfiguredFactory<?, ?>, T> List<T> sources(
      Record at, String key, Class<T> as, ExtensionPoint<F> point, List<Component> components) {
    List<T> sources = new ArrayList<>();
    for (Component component : components) {
      T made = maker.make(at, key, () -> maker.configured(as, point, "", component));
      if (made != null) {
        sources.add(made);
      }
    }
    return sources;
  }

  private Blueprint.ChainParts chain(ListenerConfig listener, FilterChainConfig config, int index) {
    String name = config.name() == null ? String.valueOf(index) : config.name();
    List<NetworkFilter.Source> networkFilters =
        sources(
            config,
            "networkFilters",
            NetworkFilter.Source.class,
            ExtensionPoints.NETWORK_FILTERS,
            config.networkFilters());
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
          maker.make(
              config,
              "filters",
              () ->
                  maker.configured(
                      StreamFilter.class, ExtensionPoints.STREAM_FILTERS, place, component));
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
        for (Registration<ProtocolFactory<?, ?>> one :
            maker.plugins().at(ExtensionPoints.PROTOCOLS)) {
          // one that cannot go without settings cannot be meant by "whatever is installed"
          if (!one.factory().type().equals(AUTO)
              && Defaults.exist(one.factory().serverConfigType())) {
            addCandidate(config, "protocol", defaultComponent(one.factory()), candidates);
          }
        }
      } else {
        auto.protocols().forEach(one -> addCandidate(config, "protocol", one, candidates));
      }
    } else {
      addCandidate(config, "protocol", protocol, candidates);
    }
    return candidates;
  }

  private static Component defaultComponent(ProtocolFactory<?, ?> factory) {
    return new Component(factory.type(), null, Defaults.of(factory.serverConfigType()));
  }

  private void addCandidate(Record at, String key, Component component, List<Candidate> to) {
    ServerProtocol made =
        maker.make(
            at, key, () -> maker.instance(ServerProtocol.class, "", component, this::server));
    if (made != null) {
      to.add(new Candidate(component.type(), made));
    }
  }

  private ServerProtocol server(Component component) {
    Registration<ProtocolFactory<?, ?>> found =
        maker.plugins().find(ExtensionPoints.PROTOCOLS, component.type());
    if (found == null) {
      throw new IllegalArgumentException("no protocol '" + component.type() + "'");
    }
    return serverOf(found.factory(), component.config(), maker.hostOf(found));
  }

  private static <S extends Record> ServerProtocol serverOf(
      ProtocolFactory<S, ?> factory, Record config, Host host) {
    return factory.server(factory.serverConfigType().cast(config), host);
  }

  private ChainMatcher matcher(FilterChainConfig chain) {
    ChainMatchConfig config = chain.match();
    if (config == null) {
      return ChainMatcher.ANY;
    }
    List<Cidr> sources = new ArrayList<>();
    for (String range : config.sourceRanges()) {
      Cidr cidr = maker.make(config, "sourceRanges", () -> Cidr.parse(range));
      if (cidr != null) {
        sources.add(cidr);
      }
    }
    List<Candidate> protocols = new ArrayList<>();
    for (String word : config.protocols()) {
      Registration<ProtocolFactory<?, ?>> found =
          maker.plugins().find(ExtensionPoints.PROTOCOLS, word);
      if (found == null || word.equals(AUTO)) {
        maker.add(
            maker
                .error(
                    "MZ1401",
                    "no installed plugin provides a protocol named '" + word + "'",
                    config,
                    "protocols")
                .expected("installed protocols: " + String.join(", ", protocolWords())));
        continue;
      }
      Component component =
          maker.make(config, "protocols", () -> defaultComponent(found.factory()));
      if (component != null) {
        addCandidate(config, "protocols", component, protocols);
      }
    }
    return new ChainMatcher(config, sources, protocols);
  }

  private List<String> protocolWords() {
    return maker.plugins().at(ExtensionPoints.PROTOCOLS).stream()
        .map(one -> one.factory().type())
        .filter(type -> !type.equals(AUTO))
        .sorted()
        .toList();
  }
}
