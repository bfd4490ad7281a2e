package io.mizzen.kernel.operate;

import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.route.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells which route a described request would take, and why. Never on a worker. */
public final class RouteExplanation {
  private final ProcessControl control;

  RouteExplanation(ProcessControl control) {
    this.control = control;
  }

  Object explain(Map<String, String> arguments) {
    Blueprint blueprint = control.runtime().blueprint();
    if (blueprint == null) {
      throw new IllegalArgumentException("the process is still starting");
    }
    return of(blueprint, arguments);
  }

  /**
   * Explains with a blueprint that need not be in service.
   *
   * @param arguments listener (may be absent if there is one only), chain, service or host,
   *     operation or path, verb or method, and {@code header.NAME} for fields
   * @throws IllegalArgumentException with a sentence for users if something named does not exist
   */
  public static Map<String, Object> of(Blueprint blueprint, Map<String, String> arguments) {
    Blueprint.ListenerParts listener = listener(blueprint, arguments.get("listener"));
    Blueprint.ChainParts chain = chain(listener, arguments.get("chain"));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("listener", listener.config().name());
    tree.put("chain", chain.name());
    List<String> steps = new ArrayList<>();
    if (chain.config().tcpProxy() != null) {
      tree.put("cluster", chain.config().tcpProxy().cluster());
      tree.put("steps", List.of("raw bytes are forwarded; there is no route"));
      return tree;
    }
    RouteTable table = blueprint.tables().get(chain.config().routes());
    if (table == null) {
      throw new IllegalArgumentException("chain '" + chain.name() + "' has no route table");
    }
    DescribedHead head = head(arguments);
    tree.put(
        "filters",
        chain.config().filters().stream()
            .map(f -> f.name() == null ? f.type() : f.name())
            .toList());
    tree.put("table", table.name());
    table.router().explain(head, steps::add);
    Route found = table.router().match(head, new DescribedStream(head));
    if (found instanceof KernelRoute route) {
      describe(table, route, head, tree);
    } else {
      tree.put("route", null);
      tree.put("reply", "no_route");
    }
    tree.put("steps", steps);
    return tree;
  }

  private static void describe(
      RouteTable table, KernelRoute route, DescribedHead head, Map<String, Object> tree) {
    tree.put("route", route.name());
    tree.put("place", route.place());
    LocalReply answer = table.router().answer(route, head);
    if (answer == null) {
      answer = route.reply();
    }
    if (answer != null) {
      tree.put("reply", answer.why().word());
      tree.put("code", answer.code());
      return;
    }
    table.router().rewrite(route, head);
    tree.put("cluster", RoutingViews.target(route));
    tree.put("service", head.service().toString());
    tree.put("operation", head.operation().toString());
    tree.put("timeoutMs", route.timeoutNanos() / 1_000_000);
    tree.put("retryAttempts", route.config().retry().attempts());
    tree.put("retryConditions", route.config().retry().conditions());
  }

  private static DescribedHead head(Map<String, String> arguments) {
    Map<String, String> fields = new HashMap<>();
    arguments.forEach(
        (key, value) -> {
          // A JSON object is naturally called by the plural.
          if (key.startsWith("header.") || key.startsWith("headers.")) {
            fields.put(key.substring(key.indexOf('.') + 1), value);
          }
        });
    return new DescribedHead(
        arguments.getOrDefault("service", arguments.getOrDefault("host", "")),
        arguments.getOrDefault("operation", arguments.getOrDefault("path", "")),
        arguments.getOrDefault("verb", arguments.getOrDefault("method", "GET")),
        fields);
  }

  private static Blueprint.ListenerParts listener(Blueprint blueprint, @Nullable String name) {
    if (name == null && blueprint.listeners().size() == 1) {
      return blueprint.listeners().get(0);
    }
    for (Blueprint.ListenerParts parts : blueprint.listeners()) {
      if (parts.config().name().equals(name)) {
        return parts;
      }
    }
    List<String> names = blueprint.listeners().stream().map(l -> l.config().name()).toList();
    throw new IllegalArgumentException(
        (name == null ? "'listener' is missing" : "there is no listener '" + name + "'")
            + "; there are "
            + String.join(", ", names));
  }

  /** The one that is named; else the first with routes, since a described request wants one. */
  private static Blueprint.ChainParts chain(
      Blueprint.ListenerParts listener, @Nullable String name) {
    for (Blueprint.ChainParts chain : listener.chains()) {
      if (name == null ? chain.config().routes() != null : chain.name().equals(name)) {
        return chain;
      }
    }
    if (name == null) {
      return listener.chains().get(0);
    }
    throw new IllegalArgumentException(
        "listener '" + listener.config().name() + "' has no chain '" + name + "'");
  }
}
