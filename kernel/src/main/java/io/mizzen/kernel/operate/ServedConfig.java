package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Change;
import io.mizzen.kernel.config.Effective;
import io.mizzen.kernel.config.JsonPrinter;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.log.ServerLog;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in service, and how another one takes its place: read, built, put into service,
 * told. It changes on the control thread; what it is may be asked from any other.
 */
public final class ServedConfig {
  private static final Logger LOG = LoggerFactory.getLogger(ServedConfig.class);

  private final Runtime runtime;
  private final StreamProxy proxy;
  private final BlueprintBuilder builder;
  private final ConfigSource source;
  private final MetricsRegistry registry;
  private final DiskState disk;
  private final ConfigHistory history = new ConfigHistory();
  private volatile @Nullable Loaded<RootConfig> running;
  private volatile Instant appliedAt = Instant.EPOCH;
  private volatile @Nullable AutoCloseable versionGauge;

  public ServedConfig(
      Runtime runtime,
      StreamProxy proxy,
      BlueprintBuilder builder,
      ConfigSource source,
      MetricsRegistry registry) {
    this.runtime = runtime;
    this.proxy = proxy;
    this.builder = builder;
    this.source = source;
    this.registry = registry;
    this.disk = new DiskState(source);
    registry
        .permanent()
        .gauge(KernelMetrics.CONFIG_LAST_SUCCESS.name(), () -> appliedAt.getEpochSecond());
  }

  /** Since when it is in service. */
  public Instant appliedAt() {
    return appliedAt;
  }

  /** What was applied and refused. */
  ConfigHistory history() {
    return history;
  }

  /** What was read; only between start and end. */
  Loaded<RootConfig> running() {
    Loaded<RootConfig> now = running;
    if (now == null) {
      throw new IllegalStateException("no configuration is in service yet");
    }
    return now;
  }

  /** Reads the files now, for who asks first after this is in service not to wait for it. */
  public void lookAtDisk(Loaded<RootConfig> loaded, String version) {
    disk.compare(loaded.sources().names(), version);
  }

  /** Whether a reload would change anything; may read files. */
  DiskState.Verdict disk() {
    Blueprint blueprint = runtime.blueprint();
    Loaded<RootConfig> now = running;
    return blueprint == null || now == null
        ? DiskState.Verdict.SAME
        : disk.compare(now.sources().names(), blueprint.version());
  }

  /** The runtime serves it. */
  void applied(Loaded<RootConfig> loaded, Blueprint blueprint, List<String> changes) {
    running = loaded;
    loaded.releaseTexts();
    appliedAt = Instant.now();
    history.add(new ConfigHistory.Entry(appliedAt, "applied", blueprint.version(), changes, ""));
    closeQuietly(versionGauge);
    versionGauge =
        registry.permanent().gauge(KernelMetrics.CONFIG_INFO.name(), () -> 1, blueprint.version());
  }

  private static void closeQuietly(@Nullable AutoCloseable gauge) {
    if (gauge != null) {
      try {
        gauge.close();
      } catch (Exception e) {
        LOG.debug("a gauge did not close", e);
      }
    }
  }

  /** Reads the configuration again and puts it into service if it has no error. */
  Operations.Result reload() {
    long begin = System.nanoTime();
    Blueprint before = runtime.blueprint();
    Loaded<RootConfig> loaded = source.load();
    Blueprint next = build(loaded);
    String from = before == null ? "" : before.version();
    if (next == null) {
      return refused(from, "", List.of(), loaded.report(), problems(loaded));
    }
    List<String> lines = lines(before, loaded);
    try {
      final Changes changes = runtime.apply(next);
      final long swapped = System.nanoTime();
      runtime.applyServices(next);
      ServerLog.process().configure(next.log(), source.configFolder());
      applied(loaded, next, lines);
      count(changes.listeners().isNothing() && lines.isEmpty() ? "unchanged" : "applied");
      Map<String, Object> body = told(from, next, changes, System.nanoTime() - begin);
      body.put("oldStreams", oldStreams(swapped));
      return new Operations.Result(true, body);
    } catch (IOException e) {
      return refused(from, next.version(), lines, String.valueOf(e.getMessage()), List.of());
    }
  }

  /**
   * Builds what would take the place of the one in service, if there is one.
   *
   * @return null if there are problems; they are in the loaded configuration
   */
  public @Nullable Blueprint build(Loaded<RootConfig> loaded) {
    RootConfig value = loaded.value();
    String version = value == null ? "" : Effective.of(value, loaded.origins()).version();
    return builder.build(loaded, version, runtime.blueprint());
  }

  private List<String> lines(@Nullable Blueprint before, Loaded<RootConfig> loaded) {
    Loaded<RootConfig> old = running;
    RootConfig next = loaded.value();
    if (before == null || old == null || next == null) {
      return List.of();
    }
    return Effective.of(before.config(), old.origins())
        .changesTo(Effective.of(next, loaded.origins()))
        .stream()
        .map(Change::toString)
        .toList();
  }

  private void count(String result) {
    registry.permanent().counter(KernelMetrics.CONFIG_RELOAD.name(), result).add(1);
  }

  private Map<String, Object> told(String from, Blueprint next, Changes changes, long nanos) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("result", "applied");
    body.put("from", from);
    body.put("to", next.version());
    body.put("at", appliedAt.toString());
    body.put("tookMs", nanos / 1_000_000);
    body.put("listeners", changes.listeners().toTree());
    body.put("routes", changes.routes().toTree());
    body.put("clusters", changes.clusters().toTree());
    body.put("connectionsKept", runtime.connections());
    LOG.info("configuration {} applied, was {}", next.version(), from);
    return body;
  }

  /** Streams that go on with the snapshot they began with; null if a worker does not answer. */
  private @Nullable Integer oldStreams(long swapped) {
    try {
      return proxy
          .streams(Duration.ofNanos(System.nanoTime() - swapped))
          .orTimeout(1, TimeUnit.SECONDS)
          .join()
          .size();
    } catch (CompletionException busy) {
      return null;
    }
  }

  private Operations.Result refused(
      String from, String version, List<String> lines, String report, List<?> problems) {
    history.add(new ConfigHistory.Entry(Instant.now(), "refused", version, lines, report));
    count("refused");
    LOG.warn("configuration refused, still running {}:\n{}", from, report);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("result", "refused");
    body.put("running", from);
    body.put("report", report);
    body.put("problems", problems);
    return new Operations.Result(false, body);
  }

  private static List<?> problems(Loaded<RootConfig> loaded) {
    return loaded.problems().all().stream().map(JsonPrinter::toMap).toList();
  }

  /** Checks a text and changes nothing. */
  Operations.Result check(String text, Trust trust) {
    Loaded<RootConfig> loaded = source.loadText(text, trust);
    Blueprint blueprint = build(loaded);
    if (blueprint != null) {
      blueprint.instances().abandon();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("valid", blueprint != null);
    body.put("version", blueprint == null ? "" : blueprint.version());
    body.put("report", loaded.report());
    body.put("problems", problems(loaded));
    return new Operations.Result(blueprint != null, body);
  }
}
