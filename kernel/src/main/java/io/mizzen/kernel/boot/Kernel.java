package io.mizzen.kernel.boot;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.config.model.WarmUpConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.operate.Blueprint;
import io.mizzen.kernel.operate.KernelOperations;
import io.mizzen.kernel.operate.ProcessControl;
import io.mizzen.kernel.operate.Runtime;
import io.mizzen.kernel.operate.Views;
import io.mizzen.kernel.operate.WarmUp;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.MetricsScope;
import io.mizzen.kernel.telemetry.log.ServerLog;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
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
  /** Some milliseconds of work; enough for the first compiler. */
  private static final int REHEARSED_SCRAPES = 20;

  private final Injector injector;
  private final Setup setup;
  private final InstanceFolder folder;
  private @Nullable Takeover takeover;

  private Kernel(Injector injector, Setup setup, InstanceFolder folder) {
    this.injector = injector;
    this.setup = setup;
    this.folder = folder;
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
    InstanceFolder folder = new InstanceFolder(setup.instanceFolder());
    // A successor takes it when the process before it lets go.
    if (!options.takeOver() || folder.isFree()) {
      folder.take();
    }
    Injector injector = Guice.createInjector(Stage.DEVELOPMENT, new KernelModule(setup, config));
    Kernel kernel = new Kernel(injector, setup, folder);
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
      folder.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new Refusal(Refusal.USAGE, "cannot start: " + cause.getMessage());
    }
  }

  private void begin(Loaded<RootConfig> loaded, RootConfig config) throws Refusal, IOException {
    ProcessControl control = control();
    Blueprint blueprint = control.configuration().build(loaded);
    if (blueprint == null) {
      throw new Refusal(Refusal.WRONG, loaded.report());
    }
    MetricsScope metrics = injector.getInstance(MetricsRegistry.class).permanent();
    beginLog(blueprint, metrics);
    BuildMetrics.tell(metrics, setup.options().home(), setup.plugins());
    injector.getInstance(KernelOperations.class).serve(control, injector.getInstance(Views.class));
    boolean succeeds = !folder.isOurs();
    WarmUpConfig.When warmUp = config.warmUp().when();
    if (succeeds && warmUp != WarmUpConfig.When.NEVER) {
      // Before it asks: the other process serves, and nobody waits.
      rehearse(loaded, blueprint);
    }
    Takeover from = succeeds ? ask(config, metrics) : null;
    takeover = from;
    if (from == null) {
      control.open(blueprint);
    } else {
      from.open(blueprint);
    }
    control.start(
        loaded,
        blueprint,
        () -> {
          if (!succeeds && warmUp == WarmUpConfig.When.ALWAYS) {
            injector.getInstance(WarmUp.class).run(blueprint);
          }
        });
    if (from != null) {
      from.serving();
    }
    folder.openDoor(() -> control.incumbent(setup.options().successor(), folder));
    LoggerFactory.getLogger(Kernel.class).info("ready with configuration {}", blueprint.version());
  }

  private @Nullable Takeover ask(RootConfig config, MetricsScope metrics) throws Refusal {
    Workers workers = injector.getInstance(Workers.class);
    return Takeover.ask(folder, workers, config.runtime().transport(), control(), metrics);
  }

  private void beginLog(Blueprint blueprint, MetricsScope metrics) throws IOException {
    ServerLog log = ServerLog.process();
    log.configure(blueprint.log(), setup.configFolder());
    // With onLoadError: skip, or warnings: whoever reads the log must not have to ask.
    setup
        .plugins()
        .problems()
        .all()
        .forEach(problem -> LoggerFactory.getLogger(Kernel.class).warn(problem.line()));
    log.countInto(
        metrics.counter(KernelMetrics.LOG_LOST.name()),
        metrics.counter(KernelMetrics.LOG_REPEATED.name()));
  }

  /** What callers would wait for if it were done for the first time when they come. */
  private void rehearse(Loaded<RootConfig> loaded, Blueprint blueprint) throws IOException {
    // Whoever scrapes does so right after a hand-over, too; the JVM's beans load slowly.
    for (int i = 0; i < REHEARSED_SCRAPES; i++) {
      operations().writeMetrics(new StringBuilder());
    }
    control().configuration().lookAtDisk(loaded, blueprint.version());
    injector.getInstance(Runtime.class).rehearseServices(blueprint);
    injector.getInstance(WarmUp.class).run(blueprint);
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
    folder.close();
  }
}
