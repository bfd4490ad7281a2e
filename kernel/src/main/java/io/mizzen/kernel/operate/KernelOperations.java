package io.mizzen.kernel.operate;

import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.PrometheusText;
import io.mizzen.kernel.telemetry.log.LogLevel;
import io.mizzen.kernel.telemetry.log.ServerLog;
import io.mizzen.kernel.upstream.EndpointState;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the running process: words to {@link ProcessControl} and {@link Views}. Exists
 * before them, since plugins are given it when they are made.
 */
public final class KernelOperations implements Operations {
  private final MetricsRegistry registry;
  private final Map<String, Function<Map<String, String>, CompletableFuture<Result>>> actions =
      new LinkedHashMap<>();
  private volatile @Nullable ProcessControl control;
  private volatile @Nullable Views views;

  public KernelOperations(MetricsRegistry registry) {
    this.registry = registry;
    actions.put("reload", arguments -> control().reload());
    actions.put(
        "check", arguments -> control().check(required(arguments, "body"), trust(arguments)));
    actions.put("drain", arguments -> control().drain());
    actions.put("undrain", arguments -> control().undrain());
    actions.put("stop", arguments -> control().stop(duration(arguments, "max")));
    actions.put("upgrade", arguments -> control().upgrade());
    actions.put("reopen", this::reopen);
    actions.put("logger", this::logger);
    actions.put("endpoint", this::endpoint);
    actions.put("explain", arguments -> done(readModels().explain(arguments)));
  }

  /** Connects it with what it speaks for. */
  public void serve(ProcessControl process, Views readModels) {
    control = process;
    views = readModels;
  }

  private ProcessControl control() {
    ProcessControl process = control;
    if (process == null) {
      throw new IllegalArgumentException("the process is still starting");
    }
    return process;
  }

  private Views readModels() {
    Views ready = views;
    if (ready == null) {
      throw new IllegalArgumentException("the process is still starting");
    }
    return ready;
  }

  private static String required(Map<String, String> arguments, String key) {
    String value = arguments.get(key);
    if (value == null) {
      throw new IllegalArgumentException("argument '" + key + "' is missing");
    }
    return value;
  }

  /** Whoever does not say so is a stranger. */
  private static Trust trust(Map<String, String> arguments) {
    return "allowed".equals(arguments.get("substitutions")) ? Trust.OWNER : Trust.STRANGER;
  }

  private static @Nullable Duration duration(Map<String, String> arguments, String key) {
    String text = arguments.get(key);
    return text == null ? null : Durations.parse(text);
  }

  private static CompletableFuture<Result> done(Object body) {
    return CompletableFuture.completedFuture(new Result(true, body));
  }

  @Override
  public List<String> views() {
    return readModels().names();
  }

  @Override
  public Object view(String view, Map<String, String> query) {
    return readModels().read(view, query);
  }

  @Override
  public List<String> actions() {
    return new ArrayList<>(actions.keySet());
  }

  @Override
  public CompletableFuture<Result> act(String action, Map<String, String> arguments) {
    Function<Map<String, String>, CompletableFuture<Result>> wanted = actions.get(action);
    if (wanted == null) {
      throw new IllegalArgumentException("there is no action '" + action + "'");
    }
    return wanted.apply(arguments);
  }

  private CompletableFuture<Result> reopen(Map<String, String> arguments) {
    control().reopen();
    return done(Map.of("result", "reopened"));
  }

  private CompletableFuture<Result> logger(Map<String, String> arguments) {
    String name = required(arguments, "name");
    String word = required(arguments, "level");
    if (word.equals("default")) {
      ServerLog.process().clearLevel(name);
      return done(Map.of("logger", name, "level", word));
    }
    LogLevel level;
    try {
      level = LogLevel.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("there is no level '" + word + "'", e);
    }
    Duration most = duration(arguments, "for");
    if (most == null) {
      ServerLog.process().setLevel(name, level);
    } else {
      ServerLog.process().setLevel(name, level, most);
    }
    return done(Map.of("logger", name, "level", word));
  }

  private CompletableFuture<Result> endpoint(Map<String, String> arguments) {
    String name = required(arguments, "cluster");
    String address = required(arguments, "endpoint");
    String state = required(arguments, "state");
    LiveCluster cluster = control().runtime().clusters().get(name);
    if (cluster == null) {
      throw new IllegalArgumentException("there is no cluster '" + name + "'");
    }
    for (EndpointState endpoint : cluster.cluster().endpoints()) {
      if (endpoint.address().equals(address)) {
        endpoint.override(
            switch (state) {
              case "ready" -> null;
              case "drain" -> EndpointState.Override.DRAIN;
              case "maintenance" -> EndpointState.Override.MAINTENANCE;
              default ->
                  throw new IllegalArgumentException(
                      "state must be ready, drain or maintenance, got '" + state + "'");
            });
        cluster.cluster().healthChanged();
        return done(Map.of("endpoint", address, "state", state));
      }
    }
    throw new IllegalArgumentException("cluster '" + name + "' has no endpoint '" + address + "'");
  }

  @Override
  public void writeMetrics(Appendable out) throws IOException {
    ProcessControl process = control;
    if (process == null) {
      PrometheusText.write(registry, out);
    } else {
      process.scrapes().write(out);
    }
  }

  @Override
  public Phase phase() {
    ProcessControl process = control;
    return process == null ? Phase.STARTING : process.phase();
  }

  @Override
  public List<String> waitingFor() {
    Views readModels = views;
    return readModels == null ? List.of("the start to be complete") : readModels.waitingFor();
  }
}
