package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.AutoProtocolConfig;
import io.mizzen.kernel.config.model.FilterChainConfig;
import io.mizzen.kernel.config.model.ListenerConfig;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.stream.FilterPlan;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.protocol.ClientProtocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what only several blocks together tell. */
final class CrossChecks {
  private final Maker maker;

  CrossChecks(Maker maker) {
    this.maker = maker;
  }

  /** A request can only go to a cluster that can say it. */
  void translations(
      List<Blueprint.ListenerParts> listeners,
      Map<String, Blueprint.ClusterParts> clusters,
      Map<String, RouteTable> tables) {
    for (Blueprint.ListenerParts listener : listeners) {
      for (Blueprint.ChainParts parts : listener.chains()) {
        FilterChainConfig chain = parts.config();
        RouteTable table = chain.routes() == null ? null : tables.get(chain.routes());
        Component protocol = chain.protocol();
        if (table == null || protocol == null) {
          continue;
        }
        List<String> spoken =
            protocol.config() instanceof AutoProtocolConfig auto
                ? auto.protocols().stream().map(Component::type).toList()
                : List.of(protocol.type());
        for (KernelRoute route : table.routes()) {
          List<String> words = turned(chain, parts.filters(), route, spoken);
          route.clusters().forEach(name -> translates(chain, words, clusters.get(name)));
        }
      }
    }
  }

  /** The protocols in which requests of a route arrive at its cluster. */
  private List<String> turned(
      FilterChainConfig chain, FilterPlan filters, KernelRoute route, List<String> spoken) {
    List<String> turners = new ArrayList<>();
    List<String> words = spoken;
    for (int i = 0; i < filters.size(); i++) {
      String word = filters.filter(i).turnsInto(route);
      if (word != null) {
        turners.add(filters.name(i));
        words = List.of(word);
      }
    }
    if (turners.size() > 1) {
      maker.add(
          maker
              .error(
                  "MZ1609",
                  "the filters "
                      + String.join(" and ", turners)
                      + " both turn requests of route '"
                      + route.name()
                      + "' into another protocol",
                  chain,
                  "filters")
              .help("let one of them leave the route alone"));
    }
    return words;
  }

  private void translates(
      FilterChainConfig chain, List<String> words, Blueprint.@Nullable ClusterParts cluster) {
    if (cluster == null) {
      return;
    }
    ClientProtocol client = cluster.client();
    if (client == null) {
      maker.add(
          maker
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
      maker.add(
          maker
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

  void addresses(RootConfig root) {
    Map<String, ListenerConfig> seen = new HashMap<>();
    for (ListenerConfig listener : root.listeners()) {
      if (!listener.bind().isUnix() && listener.bind().port() == 0) {
        continue;
      }
      ListenerConfig other = seen.putIfAbsent(listener.bind().toString(), listener);
      if (other != null) {
        maker.add(
            maker
                .error(
                    "MZ1604",
                    "listener '" + other.name() + "' has the same address " + listener.bind(),
                    listener,
                    "bind")
                .see(maker.placeOf(other, "bind"), "first used here"));
      }
    }
  }
}
