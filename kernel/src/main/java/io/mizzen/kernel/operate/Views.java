package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Effective;
import io.mizzen.kernel.config.JsonSchema;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.plugin.PluginCatalog;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.Percentiles;
import io.mizzen.kernel.telemetry.ProcessMetrics;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.spi.SpiVersion;
import io.mizzen.spi.Status;
import io.mizzen.spi.Why;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.upstream.Endpoint;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The read models of the running process, as trees. Numbers of workers are read without stopping
 * them and may be a little behind each other.
 */
public final class Views {
  private final ProcessControl control;
  private final PluginSet plugins;
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
   * @param configs what the configuration is read from, absolute; empty if it was no file
   */
  public record Identity(
      String version, String distribution, String instance, String node, List<String> configs) {}

  public Views(
      ProcessControl control,
      PluginSet plugins,
      StreamProxy proxy,
      Workers workers,
      MetricsRegistry registry,
      Identity identity) {
    this.control = control;
    this.plugins = plugins;
    this.workers = workers;
    this.registry = registry;
    this.identity = identity;
    this.explanation = new RouteExplanation(control);
    views.put("info", query -> info());
    views.put("status", query -> status());
    views.put("config", this::config);
    views.put("history", query -> history());
    PluginViews pluginViews = new PluginViews(control, plugins);
    views.put("plugins", query -> pluginViews.all());
    views.put("plugin", pluginViews::one);
    views.put("schema", query -> schema());
    RoutingViews routing = new RoutingViews(control);
    views.put("listeners", routing::listeners);
    views.put("routes", routing::routes);
    views.put("clusters", routing::clusters);
    views.put("endpoints", routing::endpoints);
    TrafficViews traffic = new TrafficViews(control, proxy);
    views.put("connections", traffic::connections);
    views.put("streams", traffic::streams);
    views.put("errors", query -> traffic.errors());
    views.put("loggers", query -> TrafficViews.loggers());
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
    tree.put("configs", identity.configs());
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
    Map<String, Object> before = control.incumbentStatus();
    if (!before.isEmpty()) {
      tree.put("incumbent", before);
    }
    Map<String, Object> takeOver = control.takeOver();
    if (!takeOver.isEmpty()) {
      tree.put("takeOver", takeOver);
    }
    tree.put("waitingFor", waitingFor());
    Blueprint blueprint = control.runtime().blueprint();
    tree.put("config", blueprint == null ? "" : blueprint.version());
    tree.put("configSince", control.configuration().appliedAt().toString());
    List<ConfigHistory.Entry> history = control.configuration().history().newestFirst();
    tree.put("onDisk", control.configuration().disk().name().toLowerCase(Locale.ROOT));
    tree.put("lastReload", history.isEmpty() ? null : history.get(0).toTree());
    int down = 0;
    for (LiveListener live : control.runtime().allListeners()) {
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
    Loaded<RootConfig> loaded = control.configuration().running();
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
    return control.configuration().history().newestFirst().stream()
        .map(ConfigHistory.Entry::toTree)
        .toList();
  }
}
