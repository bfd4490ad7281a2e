package io.mizzen.kernel.boot;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.mizzen.kernel.config.Effective;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.config.model.RuntimeConfig;
import io.mizzen.kernel.config.model.WarmUpConfig;
import io.mizzen.kernel.network.Transport;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.operate.Blueprint;
import io.mizzen.kernel.operate.BlueprintBuilder;
import io.mizzen.kernel.operate.Hosts;
import io.mizzen.kernel.operate.KernelOperations;
import io.mizzen.kernel.operate.ProcessControl;
import io.mizzen.kernel.operate.Runtime;
import io.mizzen.kernel.operate.Views;
import io.mizzen.kernel.operate.WarmUp;
import io.mizzen.kernel.restart.Door;
import io.mizzen.kernel.restart.Handing;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.MetricsScope;
import io.mizzen.kernel.telemetry.log.ServerLog;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A running kernel.
 *
 * <ol>
 *   <li>{@link #start}: plugins, configuration, blueprint, instance folder, listeners, services
 *   <li>traffic, reloads
 *   <li>{@link #stop} or an operation: drain, then the end; {@link #await} returns
 * </ol>
 */
public final class Kernel implements AutoCloseable {
  /** Another process that looks at a folder just given up finds its addresses taken, and goes. */
  private static final Duration FOLDER_PATIENCE = Duration.ofSeconds(10);

  /** The system closes a dead process's sockets a little before it frees its locks. */
  private static final Duration DEATH_PATIENCE = Duration.ofSeconds(1);

  /** A name server that does not answer must not keep a successor from its turn for long. */
  private static final Duration DISCOVERY_PATIENCE = Duration.ofSeconds(5);

  /** Some milliseconds of work; enough for the first compiler. */
  private static final int REHEARSED_SCRAPES = 20;

  private final Injector injector;
  private final Setup setup;
  private @Nullable InstanceLock lock;
  private @Nullable Takeover takeover;
  private @Nullable Door door;

  private Kernel(Injector injector, @Nullable InstanceLock lock, Setup setup) {
    this.injector = injector;
    this.lock = lock;
    this.setup = setup;
  }

  /**
   * Starts with the configuration the options name.
   *
   * @throws Refusal if anything is not in order; nothing is left running then
   */
  public static Kernel start(Options options) throws Refusal {
    return start(options, List.of());
  }

  /**
   * Starts with extensions that are part of this process rather than of a plugin folder.
   *
   * @throws Refusal as above
   */
  public static Kernel start(Options options, List<MizzenPlugin> builtIn) throws Refusal {
    Setup setup = Setup.of(options, builtIn);
    Loaded<RootConfig> loaded = setup.load();
    RootConfig config = loaded.value();
    if (config == null) {
      loaded.finish();
      throw new Refusal(Refusal.WRONG, loaded.report());
    }
    // A successor takes the folder when the process before it lets go.
    boolean first = !options.takeOver() || Takeover.isNobodyIn(setup.instanceFolder());
    InstanceLock lock = first ? InstanceLock.take(setup.instanceFolder()) : null;
    Injector injector =
        Guice.createInjector(
            Stage.DEVELOPMENT, new KernelModule(setup, config, identity(setup, config)));
    Kernel kernel = new Kernel(injector, lock, setup);
    try {
      kernel.begin(loaded, config);
      return kernel;
    } catch (Refusal e) {
      kernel.close();
      throw e;
    } catch (IOException e) {
      kernel.close();
      throw new Refusal(Refusal.BIND, "cannot start: " + e.getMessage());
    } catch (IllegalStateException e) {
      kernel.close();
      throw new Refusal(Refusal.USAGE, "cannot start: " + e.getMessage());
    } catch (ProvisionException e) {
      // A singleton cannot exist here, such as a transport this machine has not: nothing runs yet.
      kernel.unlock();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Refusal(Refusal.USAGE, "cannot start: " + cause.getMessage());
    }
  }

  private static Views.Identity identity(Setup setup, RootConfig config) {
    String node = config.node().id();
    if (node == null) {
      try {
        node = InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        node = "unnamed";
      }
    }
    return new Views.Identity(
        Versions.KERNEL,
        Versions.distribution(setup.options().home()),
        setup.instanceFolder().toString(),
        node,
        setup.options().configs().stream().map(path -> path.toAbsolutePath().toString()).toList());
  }

  private void begin(Loaded<RootConfig> loaded, RootConfig config) throws Refusal, IOException {
    Hosts hosts = injector.getInstance(Hosts.class);
    Workers workers = injector.getInstance(Workers.class);
    String version = Effective.of(config, loaded.origins()).version();
    Blueprint blueprint =
        new BlueprintBuilder(setup.plugins(), hosts, workers.all().size(), loaded, null)
            .build(version);
    if (blueprint == null) {
      throw new Refusal(Refusal.WRONG, loaded.report());
    }
    ServerLog.process().configure(blueprint.log(), setup.options().configFolder());
    // With onLoadError: skip, or warnings: whoever reads the log must not have to ask.
    setup
        .plugins()
        .problems()
        .all()
        .forEach(problem -> LoggerFactory.getLogger(Kernel.class).warn(problem.line()));
    tellBuild();
    injector
        .getInstance(KernelOperations.class)
        .serve(control(), injector.getInstance(Views.class));
    boolean takesOver = lock == null;
    WarmUpConfig.When warmUp = config.warmUp().when();
    if (takesOver && warmUp != WarmUpConfig.When.NEVER) {
      // Before it asks: the other process serves, and nobody waits.
      rehearseScrapes();
      control().configuration().lookAtDisk(loaded, version);
      injector.getInstance(Runtime.class).rehearseServices(blueprint);
      injector.getInstance(WarmUp.class).run(blueprint);
    }
    Takeover from = takesOver ? ask(workers, config.runtime().transport()) : null;
    from = from == null ? alone(blueprint) : succeed(from, blueprint);
    control()
        .start(
            loaded,
            blueprint,
            () -> {
              if (!takesOver && warmUp == WarmUpConfig.When.ALWAYS) {
                injector.getInstance(WarmUp.class).run(blueprint);
              }
            });
    if (from != null) {
      from.serving();
    }
    openDoor();
    LoggerFactory.getLogger(Kernel.class).info("ready with configuration {}", version);
  }

  /**
   * Whoever scrapes an instance does so right after a hand-over, too; the JVM's beans load slowly.
   */
  private void rehearseScrapes() throws IOException {
    for (int i = 0; i < REHEARSED_SCRAPES; i++) {
      operations().writeMetrics(new StringBuilder());
    }
  }

  private @Nullable Takeover alone(Blueprint blueprint) throws IOException {
    control().open(blueprint);
    return null;
  }

  /** Asks the process that holds the folder; null if it has died meanwhile. */
  private @Nullable Takeover ask(Workers workers, RuntimeConfig.Transport wanted) throws Refusal {
    Takeover asked;
    try {
      asked = Takeover.begin(setup.instanceFolder(), workers);
    } catch (ConnectException e) {
      if (isLeftAlone(e)) {
        return null;
      }
      throw new Refusal(
          Refusal.BIND,
          "a mizzen holds the instance folder "
              + setup.instanceFolder()
              + ", but cannot be succeeded\n  help: stop it (mizzen stop), then start this one");
    } catch (IOException e) {
      if (isLeftAlone(e)) {
        return null;
      }
      throw new Refusal(Refusal.BIND, "the running mizzen did not answer: " + e.getMessage());
    }
    if (asked.losesSockets() && wanted == RuntimeConfig.Transport.AUTO) {
      // Such as on a full disk, where the native library cannot be unpacked: nobody chose that.
      asked.close();
      throw new Refusal(
          Refusal.BIND,
          "the running mizzen hands its sockets over, but this process cannot take them: "
              + Transport.whyNoSockets()
              + "\n  help: mend that; or set runtime.transport to nio, and connections will end");
    }
    return asked;
  }

  /**
   * Succeeds another process. If that one dies on the way, whoever has the sockets goes on: nobody
   * else is left to serve.
   *
   * @return null if there is nobody to hear from any more
   */
  private @Nullable Takeover succeed(Takeover from, Blueprint blueprint) throws IOException {
    takeover = from;
    control().estate().heirs(blueprint);
    Runtime runtime = injector.getInstance(Runtime.class);
    try {
      runtime.inherit(from.sockets());
    } catch (IOException e) {
      if (isLeftAlone(e)) {
        return alone(blueprint);
      }
      throw e;
    }
    if (from.handing() == Handing.ADDRESSES) {
      return succeedAnew(from, blueprint, runtime);
    }
    control().open(blueprint);
    runtime.awaitEndpoints(DISCOVERY_PATIENCE);
    from.inherit(control().estate());
    try {
      from.complete();
    } catch (IOException e) {
      if (isLeftAlone(e)) {
        runtime.acceptInherited();
        return null;
      }
      // The sockets are the other process's: they must not end with this one.
      runtime.letGo();
      throw e;
    }
    from.inheritBeginnings(control().estate());
    runtime.acceptInherited();
    return isInstance(from, runtime);
  }

  /** The same without sockets: addresses are free only when the other process has let go. */
  private @Nullable Takeover succeedAnew(Takeover from, Blueprint blueprint, Runtime runtime)
      throws IOException {
    try {
      from.complete();
    } catch (IOException e) {
      if (isLeftAlone(e)) {
        return alone(blueprint);
      }
      throw e;
    }
    from.inheritBeginnings(control().estate());
    control().open(blueprint);
    from.inherit(control().estate());
    return isInstance(from, runtime);
  }

  /** The other process has let go of everything but its connections. */
  private Takeover isInstance(Takeover from, Runtime runtime) throws IOException {
    // Before the services: nobody shall see counts that went back.
    from.follow(runtime, control().estate());
    tellTakeover(from);
    try {
      lock = InstanceLock.takeWithin(setup.instanceFolder(), FOLDER_PATIENCE);
    } catch (Refusal held) {
      throw new IOException(held.getMessage(), held);
    }
    control().succeeds(from::status, from::result);
    return from;
  }

  /** Whether the process that held the folder has died, which frees it; it is this one's then. */
  private boolean isLeftAlone(IOException how) {
    try {
      lock = InstanceLock.takeWithin(setup.instanceFolder(), DEATH_PATIENCE);
    } catch (Refusal alive) {
      return false;
    }
    LoggerFactory.getLogger(Kernel.class)
        .warn("the process before has died while it handed over: {}", how.getMessage());
    return true;
  }

  private void tellTakeover(Takeover from) {
    MetricsScope metrics = injector.getInstance(MetricsRegistry.class).permanent();
    control().countRestart("ok");
    metrics.record(KernelMetrics.RESTART_SECONDS.name(), from.ageNanos());
    metrics.gauge(
        KernelMetrics.RESTART_REMAINS.name(), () -> from.remains().connections(), "connections");
    metrics.gauge(
        KernelMetrics.RESTART_REMAINS.name(), () -> from.remains().requests(), "requests");
  }

  /** From here on this process can be succeeded. */
  private void openDoor() {
    try {
      door =
          Door.open(
              setup.instanceFolder(),
              control().incumbent(setup.options().successor(), new InstanceFolder()));
    } catch (IOException e) {
      // Such as a folder whose path is too long for a unix socket: serving goes before upgrading.
      LoggerFactory.getLogger(Kernel.class)
          .warn("no process can take over from this one: {}", e.getMessage());
    }
  }

  /** What a successor takes over with everything else. */
  private final class InstanceFolder implements ProcessControl.Folder {
    @Override
    public void giveUp() {
      closeDoor();
      unlock();
    }

    @Override
    public boolean takeBack() {
      try {
        lock = InstanceLock.takeWithin(setup.instanceFolder(), DEATH_PATIENCE);
      } catch (Refusal taken) {
        return false;
      }
      openDoor();
      return true;
    }
  }

  private void closeDoor() {
    Door open = door;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LoggerFactory.getLogger(Kernel.class).debug("the door did not close", e);
      }
    }
  }

  /** What never changes while the process runs, as metrics. */
  private void tellBuild() {
    MetricsScope metrics = injector.getInstance(MetricsRegistry.class).permanent();
    metrics.gauge(
        KernelMetrics.BUILD_INFO.name(),
        () -> 1,
        Versions.KERNEL,
        Versions.distribution(setup.options().home()));
    setup
        .plugins()
        .plugins()
        .forEach(
            plugin ->
                metrics.gauge(
                    KernelMetrics.PLUGIN_INFO.name(),
                    () -> 1,
                    plugin.id(),
                    plugin.version(),
                    plugin.requires()));
    metrics.gauge(
        KernelMetrics.CONFIG_LAST_SUCCESS.name(),
        () -> control().configuration().appliedAt().getEpochSecond());
    ServerLog.process()
        .countInto(
            metrics.counter(KernelMetrics.LOG_LOST.name()),
            metrics.counter(KernelMetrics.LOG_REPEATED.name()));
  }

  public ProcessControl control() {
    return injector.getInstance(ProcessControl.class);
  }

  public Operations operations() {
    return injector.getInstance(KernelOperations.class);
  }

  public Setup setup() {
    return setup;
  }

  /** The word of the transport in use. */
  public String transport() {
    return injector.getInstance(Workers.class).transport().word();
  }

  /** Waits for the end; returns the exit code. */
  public int await() {
    return control().ended().join();
  }

  /** Drains and ends, within the configured time. */
  public void stop() {
    control().stop(null);
  }

  /** Ends at once. */
  @Override
  public void close() {
    control().stop(Duration.ZERO).exceptionally(failed -> null).join();
    injector.getInstance(ScheduledExecutorService.class).shutdownNow();
    injector.getInstance(Workers.class).close();
    ServerLog.process().flush(Duration.ofSeconds(1));
    Takeover begun = takeover;
    if (begun != null) {
      begun.close();
    }
    closeDoor();
    unlock();
  }

  private void unlock() {
    InstanceLock held = lock;
    if (held == null) {
      return;
    }
    try {
      held.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(Kernel.class).debug("the instance lock is gone already", e);
    }
  }
}
