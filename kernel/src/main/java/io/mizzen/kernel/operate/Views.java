package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Effective;
import io.mizzen.kernel.config.JsonSchema;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.plugin.LoadedPlugin;
import io.mizzen.kernel.plugin.PluginCatalog;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.kernel.proxy.BoundTable;
import io.mizzen.kernel.proxy.ProxyEvents;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.Percentiles;
import io.mizzen.kernel.telemetry.ProcessMetrics;
import io.mizzen.kernel.telemetry.log.LoggerView;
import io.mizzen.kernel.telemetry.log.ServerLog;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.spi.SpiVersion;
import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.upstream.Endpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The read models of the running process, as trees. Numbers of workers are read without stopping
 * them and may be a little behind each other.
 */
public final class Views {
  private final ProcessControl control;
  private final PluginSet plugins;
  private final StreamProxy proxy;
  private final Workers workers;
  private final MetricsRegistry registry;
  private final Identity identity;
  private final RouteExplanation explanation;
  private final Map<String, Function<Map<String, String>, Object>> views = new LinkedHashMap<>();

  /**
   * Who this process is.
   *
   * @param version of the kernel
   * @param distribution name and version of the distribution
   * @param instance the instance folder
   */
  public record Identity(String version, String distribution, String instance, String node) {}

  public Views(
      ProcessControl control,
      PluginSet plugins,
      StreamProxy proxy,
      Workers workers,
      MetricsRegistry registry,
      Identity identity) {
    this.control = control;
    this.plugins = plugins;
    this.proxy = proxy;
    this.workers = workers;
    this.registry = registry;
    this.identity = identity;
    this.explanation = new RouteExplanation(control);
    views.put("info", query -> info());
    views.put("status", query -> status());
    views.put("config", this::config);
    views.put("history", query -> history());
    views.put("plugins", query -> plugins.plugins().stream().map(this::plugin).toList());
    views.put("plugin", this::onePlugin);
    views.put("schema", query -> schema());
    views.put("listeners", this::listeners);
    views.put("routes", this::routes);
    views.put("clusters", this::clusters);
    views.put("endpoints", this::endpoints);
    views.put("connections", this::connections);
    views.put("streams", this::streams);
    views.put("errors", query -> errors());
    views.put("loggers", query -> loggers());
  }

  List<String> names() {
    return new ArrayList<>(views.keySet());
  }

  Object read(String view, Map<String, String> query) {
    Function<Map<String, String>, Object> reader = views.get(view);
    if (reader == null) {
      throw new IllegalArgumentException("there is no view '" + view + "'");
    }
    return reader.apply(query);
  }

  Object explain(Map<String, String> arguments) {
    return explanation.explain(arguments);
  }

  /** What readiness waits for. */
  List<String> waitingFor() {
    List<String> waits = new ArrayList<>();
    if (control.phase() != Operations.Phase.READY) {
      waits.add("the process is " + control.phase().name().toLowerCase(Locale.ROOT));
    }
    control
        .runtime()
        .clusters()
        .forEach(
            (name, live) -> {
              if (!live.isFed()) {
                waits.add("cluster " + name + " has no endpoints from discovery yet");
              }
            });
    if (plugins.problems().hasErrors()) {
      waits.add("broken plugins are left out (plugins.onLoadError: skip)");
    }
    return waits;
  }

  private static Map<String, Object> tree() {
    return new LinkedHashMap<>();
  }

  private Object info() {
    Map<String, Object> tree = tree();
    tree.put("version", identity.version());
    tree.put("distribution", identity.distribution());
    tree.put("spi", SpiVersion.CURRENT);
    tree.put("java", System.getProperty("java.runtime.version"));
    tree.put("vm", System.getProperty("java.vm.name"));
    tree.put("transport", workers.transport().word());
    tree.put("workers", workers.all().size());
    tree.put("pid", ProcessHandle.current().pid());
    tree.put("started", started().toString());
    tree.put("instance", identity.instance());
    tree.put("node", identity.node());
    return tree;
  }

  private static Instant started() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  private Object status() {
    Map<String, Object> tree = tree();
    tree.put("node", identity.node());
    tree.put("instance", identity.instance());
    tree.put("pid", ProcessHandle.current().pid());
    tree.put("upSeconds", Duration.between(started(), Instant.now()).toSeconds());
    tree.put("phase", control.phase().name());
    tree.put("waitingFor", waitingFor());
    Blueprint blueprint = control.runtime().blueprint();
    tree.put("config", blueprint == null ? "" : blueprint.version());
    tree.put("configSince", control.appliedAt().toString());
    List<ConfigHistory.Entry> history = control.history().newestFirst();
    tree.put("lastReload", history.isEmpty() ? null : history.get(0).toTree());
    int down = 0;
    for (LiveListener live : control.runtime().listeners()) {
      down += live.listener().activeConnections();
    }
    int up = 0;
    int open = 0;
    List<Object> shut = new ArrayList<>();
    for (LiveCluster live : control.runtime().clusters().values()) {
      open += live.cluster().activeRequests();
      for (EndpointState endpoint : live.cluster().endpoints()) {
        up += endpoint.connections();
        if (endpoint.gate() == Endpoint.Gate.SHUT) {
          shut.add(live.cluster().name() + " " + endpoint.address() + " " + endpoint.lastChange());
        }
      }
    }
    tree.put("connectionsDown", down);
    tree.put("connectionsUp", up);
    tree.put("streamsActive", open);
    tree.put("streamsTotal", registry.sum(KernelMetrics.STREAM.name(), Map.of()));
    tree.put("streamsOk", streamsOk());
    Percentiles latency = registry.view(KernelMetrics.STREAM_SECONDS.name(), Map.of()).total();
    tree.put("p50Ms", latency.p50() / 1e6);
    tree.put("p99Ms", latency.p99() / 1e6);
    tree.put("endpointsOut", shut);
    tree.put("residentBytes", ProcessMetrics.residentBytes());
    return tree;
  }

  /** Streams that ended as they should, whatever the word: an answer, a redirect by a route. */
  private long streamsOk() {
    long sum = 0;
    for (Why why : plugins.whys()) {
      if (why.status() == Status.OK) {
        sum += registry.sum(KernelMetrics.STREAM.name(), Map.of("result", why.word()));
      }
    }
    return sum;
  }

  private Object config(Map<String, String> query) {
    Loaded<RootConfig> loaded = control.running();
    Blueprint blueprint = control.runtime().blueprint();
    Map<String, Object> tree = tree();
    if (blueprint == null) {
      return tree;
    }
    Effective effective = Effective.of(blueprint.config(), loaded.origins());
    tree.put("version", blueprint.version());
    tree.put(
        "yaml",
        query.containsKey("origins")
            ? effective.toYaml(Effective.Detail.ORIGINS)
            : effective.toYaml());
    tree.put("config", effective.toPlain());
    return tree;
  }

  /** A text, since it is JSON already. */
  private Object schema() {
    PluginCatalog catalog = new PluginCatalog(plugins);
    return JsonSchema.generate(RootConfig.class, catalog, catalog.restTypes());
  }

  private Object history() {
    return control.history().newestFirst().stream().map(ConfigHistory.Entry::toTree).toList();
  }

  // ---- plugins ------------------------------------------------------------------------------

  private Map<String, Object> plugin(LoadedPlugin plugin) {
    Map<String, Object> tree = tree();
    tree.put("id", plugin.id());
    tree.put("version", plugin.version());
    tree.put("spi", plugin.requires());
    tree.put("summary", plugin.summary());
    tree.put("license", plugin.license());
    tree.put("origin", plugin.origin().name().toLowerCase(Locale.ROOT));
    tree.put("from", plugin.from());
    List<Object> provides = new ArrayList<>();
    for (Registration<?> one : plugin.provides()) {
      Map<String, Object> component = tree();
      component.put("kind", one.point().kind());
      component.put("type", one.factory().type());
      component.put("summary", one.factory().summary());
      component.put("stability", one.factory().stability().name().toLowerCase(Locale.ROOT));
      provides.add(component);
    }
    tree.put("provides", provides);
    return tree;
  }

  private Object onePlugin(Map<String, String> query) {
    String id = query.getOrDefault("id", "");
    LoadedPlugin plugin = plugins.plugin(id);
    if (plugin == null) {
      throw new IllegalArgumentException("there is no plugin '" + id + "'");
    }
    Map<String, Object> tree = plugin(plugin);
    try {
      tree.put("sha256", plugin.sha256());
    } catch (IOException e) {
      tree.put("sha256", null);
    }
    return tree;
  }

  // ---- traffic ------------------------------------------------------------------------------

  private Object listeners(Map<String, String> query) {
    String name = query.get("name");
    List<Object> list = new ArrayList<>();
    for (LiveListener live : control.runtime().listeners()) {
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
    Map<String, Object> tree = tree();
    tree.put("name", live.listener().name());
    tree.put("bind", live.listener().address().toString());
    tree.put("port", live.listener().boundPort());
    tree.put("direction", live.parts().config().direction().name().toLowerCase(Locale.ROOT));
    tree.put("connections", live.listener().activeConnections());
    tree.put("accepted", live.listener().metrics().acceptedTotal());
    tree.put("refused", live.listener().metrics().refusedTotal());
    tree.put("sniffed", live.listener().metrics().sniffResults());
    tree.put("lastAcceptError", live.listener().lastAcceptError());
    List<Object> chains = new ArrayList<>();
    for (Blueprint.ChainParts chain : live.parts().chains()) {
      Map<String, Object> one = tree();
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

  private Object routes(Map<String, String> query) {
    String table = query.get("table");
    String listener = query.get("listener");
    List<Object> list = new ArrayList<>();
    for (BoundTable bound : control.runtime().tables().values()) {
      String name = bound.table().name();
      if (table != null && !table.equals(name) || listener != null && !leadsTo(listener, name)) {
        continue;
      }
      for (KernelRoute route : bound.table().routes()) {
        Map<String, Object> one = tree();
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

  private Object clusters(Map<String, String> query) {
    String name = query.get("name");
    List<Object> list = new ArrayList<>();
    control
        .runtime()
        .clusters()
        .forEach(
            (known, live) -> {
              if (name == null || name.equals(known)) {
                list.add(cluster(live));
              }
            });
    return found(list, name, "cluster");
  }

  private static Map<String, Object> cluster(LiveCluster live) {
    Map<String, Object> tree = tree();
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

  private Object endpoints(Map<String, String> query) {
    String name = query.get("cluster");
    List<Object> list = new ArrayList<>();
    control
        .runtime()
        .clusters()
        .forEach(
            (known, live) -> {
              if (name == null || name.equals(known)) {
                live.cluster().endpoints().forEach(e -> list.add(endpoint(known, e)));
              }
            });
    if (name != null && !control.runtime().clusters().containsKey(name)) {
      throw new IllegalArgumentException("there is no cluster '" + name + "'");
    }
    return list;
  }

  private static Map<String, Object> endpoint(String cluster, EndpointState state) {
    Map<String, Object> tree = tree();
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

  private Object connections(Map<String, String> query) {
    String listener = query.get("listener");
    List<Object> list = new ArrayList<>();
    for (LiveListener live : control.runtime().listeners()) {
      if (listener == null || listener.equals(live.listener().name())) {
        for (DownstreamLink connection : live.listener().connections()) {
          Map<String, Object> one = tree();
          one.put("id", connection.id());
          one.put("listener", connection.listener());
          one.put("remote", String.valueOf(connection.remote()));
          one.put("protocol", connection.protocol());
          one.put("worker", connection.worker().index());
          one.put("openedAt", Instant.ofEpochMilli(connection.openedAtMillis()).toString());
          one.put("bytesIn", connection.link().bytesIn());
          one.put("bytesOut", connection.link().bytesOut());
          list.add(one);
        }
      }
    }
    return list;
  }

  private Object streams(Map<String, String> query) {
    String slow = query.get("slow");
    Duration older = slow == null ? Duration.ZERO : Durations.parse(slow);
    return proxy.streams(older).orTimeout(2, TimeUnit.SECONDS).join();
  }

  private Object errors() {
    List<Object> list = new ArrayList<>();
    for (ProxyEvents.DecodeError error : proxy.events().lastErrors()) {
      Map<String, Object> one = tree();
      one.put("at", error.at().toString());
      one.put("listener", error.listener());
      one.put("protocol", error.protocol());
      one.put("peer", error.peer());
      one.put("rule", error.rule());
      one.put("bytes", error.bytes());
      list.add(one);
    }
    return list;
  }

  private static Object loggers() {
    List<Object> list = new ArrayList<>();
    for (LoggerView logger : ServerLog.process().levels()) {
      Map<String, Object> one = tree();
      one.put("logger", logger.logger());
      one.put("level", logger.level().name().toLowerCase(Locale.ROOT));
      one.put("origin", logger.origin().name().toLowerCase(Locale.ROOT));
      one.put("revertsAt", logger.revertsAt() == null ? null : logger.revertsAt().toString());
      list.add(one);
    }
    return list;
  }
}
