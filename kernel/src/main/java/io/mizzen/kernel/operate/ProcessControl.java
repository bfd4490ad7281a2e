package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.restart.Incumbent;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.log.ServerLog;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the process after its start: reload, drain, stop, one after the other on the control
 * thread. What is asked of it here is done by {@link ServedConfig} and {@link Succession}, too.
 */
public final class ProcessControl {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessControl.class);

  /** How often a drain looks whether it is done. */
  private static final long LOOK_MILLIS = 50;

  /** A worker that does not end its turn must not keep this process from ending. */
  private static final long SETTLE_SECONDS = 2;

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
  private final Hosts hosts;
  private final MetricsRegistry registry;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final ServedConfig configuration;
  private final Estate estate;
  private final Scrapes scrapes;
  private final Succession succession;
  private volatile Operations.Phase phase = Operations.Phase.STARTING;
  private volatile @Nullable Upgrade upgrade;
  private volatile Supplier<Map<String, Object>> incumbentStatus = Map::of;
  private volatile Supplier<Map<String, Object>> takeOver = Map::of;
  private volatile boolean settled;

  public ProcessControl(
      Runtime runtime,
      Workers workers,
      StreamProxy proxy,
      Hosts hosts,
      MetricsRegistry registry,
      ServedConfig configuration) {
    this.runtime = runtime;
    this.workers = workers;
    this.proxy = proxy;
    this.hosts = hosts;
    this.registry = registry;
    this.configuration = configuration;
    this.estate = new Estate(registry, runtime);
    this.scrapes = new Scrapes(registry);
    this.succession = new Succession(runtime, estate, scrapes, control, next -> phase = next);
  }

  public Runtime runtime() {
    return runtime;
  }

  public Operations.Phase phase() {
    return phase;
  }

  /** The configuration in service. */
  public ServedConfig configuration() {
    return configuration;
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
    configuration.applied(loaded, blueprint, List.of("started"));
    phase = Operations.Phase.READY;
  }

  // ---- reload and check ---------------------------------------------------------------------

  /** Reads the configuration again and puts it into service if it has no error. */
  public CompletableFuture<Operations.Result> reload() {
    return CompletableFuture.supplyAsync(configuration::reload, control);
  }

  /** Checks a text and changes nothing. */
  public CompletableFuture<Operations.Result> check(String text, Trust trust) {
    return CompletableFuture.supplyAsync(() -> configuration.check(text, trust), control);
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
    Incumbent self = new HandOver(this, succession, workers, proxy, estate, folder);
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
    succession.awaitFarewell();
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
    CompletableFuture.allOf(turns).completeOnTimeout(null, SETTLE_SECONDS, TimeUnit.SECONDS).join();
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
