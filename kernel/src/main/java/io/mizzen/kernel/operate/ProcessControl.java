package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Change;
import io.mizzen.kernel.config.Effective;
import io.mizzen.kernel.config.JsonPrinter;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.restart.Handing;
import io.mizzen.kernel.restart.Incumbent;
import io.mizzen.kernel.restart.StatePart;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the process after its start: reload, drain, stop, one after the other on the control
 * thread.
 */
public final class ProcessControl {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessControl.class);

  /** How often a drain looks whether it is done. */
  private static final long LOOK_MILLIS = 50;

  /** A successor that does not listen must not keep this process from ending. */
  private static final long FAREWELL_SECONDS = 2;

  private final ExecutorService control =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "mizzen-control");
            thread.setDaemon(true);
            return thread;
          });
  private final Runtime runtime;
  private final Workers workers;
  private final StreamProxy proxy;
  private final PluginSet plugins;
  private final Hosts hosts;
  private final MetricsRegistry registry;
  private final Supplier<Loaded<RootConfig>> loader;
  private final BiFunction<String, Trust, Loaded<RootConfig>> textLoader;
  private final DiskState disk;
  private final ConfigHistory history = new ConfigHistory();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Estate estate;
  private final Scrapes scrapes;
  private volatile Operations.Phase phase = Operations.Phase.STARTING;
  private volatile @Nullable Loaded<RootConfig> running;
  private volatile Instant appliedAt = Instant.EPOCH;
  private volatile @Nullable AutoCloseable versionGauge;
  private volatile @Nullable Upgrade upgrade;
  private volatile Supplier<Map<String, Object>> incumbentStatus = Map::of;
  private volatile Supplier<Map<String, Object>> takeOver = Map::of;
  private volatile boolean settled;
  // Without a successor there is nobody to say farewell to.
  private volatile CompletableFuture<Void> farewell = CompletableFuture.completedFuture(null);

  /**
   * @param loader reads the configuration from where it came from
   * @param textLoader reads a posted text
   */
  public ProcessControl(
      Runtime runtime,
      Workers workers,
      StreamProxy proxy,
      PluginSet plugins,
      Hosts hosts,
      MetricsRegistry registry,
      Supplier<Loaded<RootConfig>> loader,
      BiFunction<String, Trust, Loaded<RootConfig>> textLoader) {
    this.runtime = runtime;
    this.workers = workers;
    this.proxy = proxy;
    this.plugins = plugins;
    this.hosts = hosts;
    this.registry = registry;
    this.loader = loader;
    this.textLoader = textLoader;
    this.disk = new DiskState(loader);
    this.estate = new Estate(registry, runtime);
    this.scrapes = new Scrapes(registry);
  }

  public Runtime runtime() {
    return runtime;
  }

  public Operations.Phase phase() {
    return phase;
  }

  public Instant appliedAt() {
    return appliedAt;
  }

  /** Whether a reload would change anything; may read files. */
  DiskState.Verdict disk() {
    Blueprint blueprint = runtime.blueprint();
    Loaded<RootConfig> now = running;
    return blueprint == null || now == null
        ? DiskState.Verdict.SAME
        : disk.compare(now.sources().names(), blueprint.version());
  }

  ConfigHistory history() {
    return history;
  }

  /** The configuration in service; only between start and end. */
  Loaded<RootConfig> running() {
    Loaded<RootConfig> now = running;
    if (now == null) {
      throw new IllegalStateException("no configuration is in service yet");
    }
    return now;
  }

  /** Completes with the exit code when the process has done everything. */
  public CompletableFuture<Integer> ended() {
    return ended;
  }

  /**
   * The first configuration takes traffic, but for listeners whose socket is another process's
   * still.
   *
   * @throws IOException if an address cannot be had; its message is for users
   */
  public void open(Blueprint blueprint) throws IOException {
    runtime.apply(blueprint);
  }

  /**
   * This process is the instance: services start, then it is ready.
   *
   * @param beforeReady what has to be done in between, while it serves already
   * @throws IOException if one cannot have its address; its message is for users
   */
  public void start(Loaded<RootConfig> loaded, Blueprint blueprint, Runnable beforeReady)
      throws IOException {
    runtime.applyServices(blueprint);
    beforeReady.run();
    applied(loaded, blueprint, List.of("started"));
    phase = Operations.Phase.READY;
  }

  private void applied(Loaded<RootConfig> loaded, Blueprint blueprint, List<String> changes) {
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

  // ---- reload and check ---------------------------------------------------------------------

  /** Reads the configuration again and puts it into service if it has no error. */
  public CompletableFuture<Operations.Result> reload() {
    return CompletableFuture.supplyAsync(this::reloadNow, control);
  }

  private Operations.Result reloadNow() {
    long begin = System.nanoTime();
    Blueprint before = runtime.blueprint();
    Loaded<RootConfig> loaded = loader.get();
    Blueprint next = build(loaded, before);
    String running = before == null ? "" : before.version();
    if (next == null) {
      String report = loaded.report();
      history.add(new ConfigHistory.Entry(Instant.now(), "refused", "", List.of(), report));
      count("refused");
      LOG.warn("configuration refused, still running {}:\n{}", running, report);
      return refused(
          running, report, loaded.problems().all().stream().map(JsonPrinter::toMap).toList());
    }
    List<String> lines = lines(before, loaded);
    try {
      final Runtime.Changes changes = runtime.apply(next);
      final long swapped = System.nanoTime();
      runtime.applyServices(next);
      ServerLog.process().configure(next.log(), hosts.of("kernel").resolve(""));
      applied(loaded, next, lines);
      count(changes.listeners().isNothing() && lines.isEmpty() ? "unchanged" : "applied");
      Map<String, Object> body = reloaded(running, next, changes, System.nanoTime() - begin);
      body.put("oldStreams", oldStreams(swapped));
      return new Operations.Result(true, body);
    } catch (IOException e) {
      String report = String.valueOf(e.getMessage());
      history.add(new ConfigHistory.Entry(Instant.now(), "refused", next.version(), lines, report));
      count("refused");
      LOG.warn("configuration refused, still running {}: {}", running, report);
      return refused(running, report, List.of());
    }
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

  private static Operations.Result refused(String running, String report, List<?> problems) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("result", "refused");
    body.put("running", running);
    body.put("report", report);
    body.put("problems", problems);
    return new Operations.Result(false, body);
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

  private Map<String, Object> reloaded(
      String from, Blueprint next, Runtime.Changes changes, long nanos) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("result", "applied");
    body.put("from", from);
    body.put("to", next.version());
    body.put("at", appliedAt.toString());
    body.put("tookMs", nanos / 1_000_000);
    body.put("listeners", change(changes.listeners()));
    body.put("routes", change(changes.routes()));
    body.put("clusters", change(changes.clusters()));
    body.put("connectionsKept", runtime.connections());
    LOG.info("configuration {} applied, was {}", next.version(), from);
    return body;
  }

  private static Map<String, Object> change(Runtime.Change change) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("added", change.added());
    tree.put("changed", change.changed());
    tree.put("removed", change.removed());
    return tree;
  }

  private @Nullable Blueprint build(Loaded<RootConfig> loaded, @Nullable Blueprint before) {
    RootConfig value = loaded.value();
    String version = value == null ? "" : Effective.of(value, loaded.origins()).version();
    return new BlueprintBuilder(plugins, hosts, workers.all().size(), loaded, before)
        .build(version);
  }

  /** Checks a text and changes nothing. */
  public CompletableFuture<Operations.Result> check(String text, Trust trust) {
    return CompletableFuture.supplyAsync(
        () -> {
          Loaded<RootConfig> loaded = textLoader.apply(text, trust);
          Blueprint blueprint = build(loaded, runtime.blueprint());
          if (blueprint != null) {
            blueprint.instances().abandon();
          }
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("valid", blueprint != null);
          body.put("version", blueprint == null ? "" : blueprint.version());
          body.put("report", loaded.report());
          body.put("problems", loaded.problems().all().stream().map(JsonPrinter::toMap).toList());
          return new Operations.Result(blueprint != null, body);
        },
        control);
  }

  // ---- drain and stop -----------------------------------------------------------------------

  /** Accepts no connection any more, tells every peer to go, keeps serving. */
  public CompletableFuture<Operations.Result> drain() {
    return CompletableFuture.supplyAsync(
        () -> {
          if (phase == Operations.Phase.READY) {
            phase = Operations.Phase.DRAINING;
            runtime.closeListeners();
            proxy.drain(connection -> true);
            LOG.info("draining: {} connections left", runtime.connections());
          }
          return new Operations.Result(true, Map.of("connections", runtime.connections()));
        },
        control);
  }

  /** Accepts again. */
  public CompletableFuture<Operations.Result> undrain() {
    return CompletableFuture.supplyAsync(
        () -> {
          if (phase != Operations.Phase.DRAINING) {
            return new Operations.Result(true, Map.of("phase", phase.name()));
          }
          try {
            runtime.reopenListeners();
            phase = Operations.Phase.READY;
            return new Operations.Result(true, Map.of("phase", phase.name()));
          } catch (IOException e) {
            return new Operations.Result(false, Map.of("report", String.valueOf(e.getMessage())));
          }
        },
        control);
  }

  /**
   * Drains, at most for the configured time, and ends the process.
   *
   * @param most null for the configured time
   */
  public CompletableFuture<Operations.Result> stop(@Nullable Duration most) {
    return drain()
        .thenApplyAsync(
            drained -> {
              phase = Operations.Phase.STOPPING;
              waitForConnections(most == null ? drainMax() : most);
              return new Operations.Result(true, Map.of("connections", runtime.connections()));
            },
            control)
        .whenCompleteAsync((result, failure) -> finish(), control);
  }

  /**
   * This process can be succeeded from here on.
   *
   * @param command starts a successor; empty if unknown
   * @param folder given up when one has taken over
   * @return what a successor sees
   */
  public Incumbent incumbent(List<String> command, Folder folder) {
    Incumbent self = new HandOver(this, workers, proxy, estate, folder);
    upgrade = new Upgrade(self, command);
    return self;
  }

  /** Starts a successor. */
  CompletableFuture<Operations.Result> upgrade() {
    Upgrade ready = upgrade;
    if (ready == null) {
      throw new IllegalArgumentException("the process cannot be succeeded; its log says why");
    }
    return ready.begin();
  }

  /**
   * This process has succeeded another one, which drains.
   *
   * @param other what is left of it
   * @param result how it went, so far
   */
  public void succeeds(Supplier<Map<String, Object>> other, Supplier<Map<String, Object>> result) {
    incumbentStatus = other;
    takeOver = result;
  }

  /** How this process took over from another; empty if it did not. */
  Map<String, Object> takeOver() {
    return takeOver.get();
  }

  /** What is left of the process before this one; empty when it is gone. */
  Map<String, Object> incumbentStatus() {
    return incumbentStatus.get();
  }

  /** The instance folder of this process. */
  public interface Folder {
    /** Another process may have it. */
    void giveUp();

    /**
     * That process has died.
     *
     * @return whether it could be had again
     */
    boolean takeBack();
  }

  /** Another process takes over: accepts nothing more, gives up services and the folder. */
  void release(Handing handing, Folder folder) {
    // While everybody is served: with ten thousand clusters it takes a moment.
    scrapes.hold();
    CompletableFuture.runAsync(
            () -> {
              phase = Operations.Phase.STOPPING;
              farewell = new CompletableFuture<>();
              if (handing == Handing.SOCKETS) {
                runtime.makeRoom();
              } else {
                runtime.giveUpAddresses();
              }
              folder.giveUp();
            },
            control)
        .join();
  }

  /** What a successor begins with. Any thread but this one's own. */
  List<StatePart> beginnings() {
    return CompletableFuture.supplyAsync(estate::beginnings, control).join();
  }

  /** The other process serves: nobody needs the sockets here any more. */
  void letGo() {
    control.execute(runtime::letGo);
  }

  /**
   * The other process has died before it served.
   *
   * @return whether this one serves again
   */
  boolean takeBack(Handing handing, Folder folder) {
    return CompletableFuture.supplyAsync(
            () -> {
              if (!folder.takeBack()) {
                return false;
              }
              farewell.complete(null);
              scrapes.release();
              try {
                runtime.takeRoomBack(handing);
              } catch (IOException e) {
                LOG.warn("not all of it serves again: {}", e.getMessage());
              }
              phase = Operations.Phase.READY;
              return true;
            },
            control)
        .join();
  }

  /** Tells the peers of all open connections to go. */
  void drainConnections() {
    proxy.drain(connection -> true);
  }

  /** How long a drain may take. */
  Duration drainMax() {
    Blueprint blueprint = runtime.blueprint();
    return blueprint == null ? Duration.ZERO : blueprint.config().drain().max();
  }

  /** The process ends; what is open is cut. */
  void end() {
    control.execute(this::finish);
  }

  private void waitForConnections(Duration most) {
    long until = System.nanoTime() + most.toNanos();
    Object signal = new Object();
    synchronized (signal) {
      while (runtime.connections() > 0 && System.nanoTime() < until) {
        try {
          TimeUnit.MILLISECONDS.timedWait(signal, LOOK_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private void finish() {
    if (ended.isDone()) {
      return;
    }
    settle();
    farewell.completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS).join();
    runtime.stop();
    ServerLog.process().flush(Duration.ofSeconds(1));
    ended.complete(0);
  }

  /** What was given to the workers before is done: nothing is counted after it. */
  private void awaitWorkers() {
    CompletableFuture<?>[] turns =
        workers.all().stream()
            .map(worker -> CompletableFuture.runAsync(() -> {}, worker::execute))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(turns)
        .completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  /** Cuts what is left and waits until nothing is counted any more. Any thread but a worker. */
  void settle() {
    runtime.cutOff();
    awaitWorkers();
    settled = true;
  }

  /** Whether all streams are over. Any thread. */
  boolean isSettled() {
    return settled;
  }

  /** The successor knows all that was counted here, or is gone. Any thread. */
  void farewellSaid() {
    farewell.complete(null);
  }

  /** A hand-over has ended, well or not. Any thread. */
  public void countRestart(String result) {
    registry.permanent().counter(KernelMetrics.RESTART.name(), result).add(1);
  }

  /** The metrics for those who ask. */
  Scrapes scrapes() {
    return scrapes;
  }

  /** What another process leaves to this one. */
  public Estate estate() {
    return estate;
  }

  /** Opens log files anew. */
  public void reopen() {
    hosts.reopenFiles();
    ServerLog.process().reopen();
  }
}
