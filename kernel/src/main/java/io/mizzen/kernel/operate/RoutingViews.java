package io.mizzen.kernel.operate;

import io.mizzen.kernel.proxy.BoundTable;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.spi.upstream.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Listeners, routes, clusters and endpoints with their numbers, as trees. */
final class RoutingViews {
  private final ProcessControl control;

  RoutingViews(ProcessControl control) {
    this.control = control;
  }

  Object listeners(Map<String, String> query) {
    String name = query.get("name");
    List<Object> list = new ArrayList<>();
    for (LiveListener live : control.runtime().allListeners()) {
      if (name == null || name.equals(live.listener().name())) {
        list.add(listener(live));
      }
    }
    return found(list, name, "listener");
  }

  private static Object found(List<Object> list, @Nullable String name, String what) {
    if (name == null) {
      return list;
    }
    if (list.isEmpty()) {
      throw new IllegalArgumentException("there is no " + what + " '" + name + "'");
    }
    return list.get(0);
  }

  private static Map<String, Object> listener(LiveListener live) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", live.listener().name());
    tree.put("bind", live.listener().address().toString());
    tree.put("port", live.listener().boundPort());
    tree.put("direction", live.parts().config().direction().name().toLowerCase(Locale.ROOT));
    tree.put("state", live.accepting() ? "listening" : "draining");
    tree.put("connections", live.listener().activeConnections());
    tree.put("accepted", live.listener().metrics().acceptedTotal());
    tree.put("refused", live.listener().metrics().refusedTotal());
    tree.put("sniffed", live.listener().metrics().sniffResults());
    tree.put("lastAcceptError", live.listener().lastAcceptError());
    List<Object> chains = new ArrayList<>();
    for (Blueprint.ChainParts chain : live.parts().chains()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", chain.name());
      one.put("protocols", chain.candidates().stream().map(c -> c.word()).toList());
      one.put(
          "filters",
          chain.config().filters().stream()
              .map(f -> f.name() == null ? f.type() : f.name())
              .toList());
      one.put("routes", chain.config().routes());
      one.put(
          "tcpProxy",
          chain.config().tcpProxy() == null ? null : chain.config().tcpProxy().cluster());
      chains.add(one);
    }
    tree.put("chains", chains);
    return tree;
  }

  Object routes(Map<String, String> query) {
    String table = query.get("table");
    String listener = query.get("listener");
    List<Object> list = new ArrayList<>();
    for (BoundTable bound : control.runtime().tables().values()) {
      String name = bound.table().name();
      if (table != null && !table.equals(name) || listener != null && !leadsTo(listener, name)) {
        continue;
      }
      for (KernelRoute route : bound.table().routes()) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("table", name);
        one.put("router", bound.table().routerType());
        one.put("route", route.name());
        one.put("place", route.place());
        one.put("target", target(route));
        one.put("hits", bound.table().hits(route));
        list.add(one);
      }
    }
    return list;
  }

  private boolean leadsTo(String listener, String table) {
    return control.runtime().listeners().stream()
        .filter(live -> live.listener().name().equals(listener))
        .flatMap(live -> live.parts().chains().stream())
        .anyMatch(chain -> table.equals(chain.config().routes()));
  }

  static Object target(KernelRoute route) {
    return switch (route.target()) {
      case CLUSTER -> route.clusters().size() == 1 ? route.clusters().get(0) : route.clusters();
      case REPLY -> "reply";
      case NONE -> "router";
    };
  }

  Object clusters(Map<String, String> query) {
    String name = query.get("name");
    List<Object> list = new ArrayList<>();
    clustersNamed(name).forEach((known, live) -> list.add(cluster(live)));
    return found(list, name, "cluster");
  }

  /** That cluster, or all. */
  private Map<String, LiveCluster> clustersNamed(@Nullable String name) {
    Map<String, LiveCluster> all = control.runtime().clusters();
    if (name == null) {
      return all;
    }
    LiveCluster only = all.get(name);
    if (only == null) {
      throw new IllegalArgumentException("there is no cluster '" + name + "'");
    }
    return Map.of(name, only);
  }

  private static Map<String, Object> cluster(LiveCluster live) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", live.cluster().name());
    tree.put(
        "protocol",
        live.parts().config().protocol() == null ? null : live.parts().config().protocol().type());
    tree.put("loadBalancer", live.parts().config().loadBalancer().type());
    List<EndpointState> endpoints = live.cluster().endpoints();
    tree.put("endpoints", endpoints.size());
    tree.put("usable", endpoints.stream().filter(e -> e.gate() != Endpoint.Gate.SHUT).count());
    tree.put("panic", live.cluster().inPanic());
    tree.put("activeRequests", live.cluster().activeRequests());
    tree.put("connections", endpoints.stream().mapToInt(EndpointState::connections).sum());
    tree.put("retries", live.cluster().metrics().retriesTotal());
    tree.put("lateAnswers", live.cluster().lateAnswers());
    tree.put("decodeErrors", live.cluster().decodeErrors());
    tree.put("lastDecodeError", live.cluster().lastDecodeError());
    tree.put("discoveryFailure", live.lastFailure());
    return tree;
  }

  Object endpoints(Map<String, String> query) {
    List<Object> list = new ArrayList<>();
    clustersNamed(query.get("cluster"))
        .forEach(
            (name, live) -> live.cluster().endpoints().forEach(e -> list.add(endpoint(name, e))));
    return list;
  }

  private static Map<String, Object> endpoint(String cluster, EndpointState state) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("cluster", cluster);
    tree.put("endpoint", state.address());
    tree.put(
        "state",
        state.override() != null
            ? state.override().name().toLowerCase(Locale.ROOT)
            : state.gate() == Endpoint.Gate.SHUT ? "shut" : "ready");
    tree.put("healthy", state.healthy());
    tree.put("weight", state.weight());
    tree.put("active", state.activeStreams());
    tree.put("connections", state.connections());
    tree.put("requests", state.requests());
    tree.put("failures", state.failures());
    tree.put("lastChange", state.lastChange());
    tree.put("changedAt", Instant.ofEpochMilli(state.changedAtMillis()).toString());
    tree.put("metadata", state.metadata());
    return tree;
  }
}
