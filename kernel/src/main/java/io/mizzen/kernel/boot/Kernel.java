package io.mizzen.kernel.boot;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.mizzen.kernel.config.Effective;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.operate.Blueprint;
import io.mizzen.kernel.operate.BlueprintBuilder;
import io.mizzen.kernel.operate.Hosts;
import io.mizzen.kernel.operate.KernelOperations;
import io.mizzen.kernel.operate.ProcessControl;
import io.mizzen.kernel.operate.Views;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.kernel.telemetry.MetricsScope;
import io.mizzen.kernel.telemetry.log.ServerLog;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.operate.Operations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
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
  private final Injector injector;
  private final InstanceLock lock;
  private final Setup setup;

  private Kernel(Injector injector, InstanceLock lock, Setup setup) {
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
    InstanceLock lock = InstanceLock.take(setup.instanceFolder());
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
    control().start(loaded, blueprint);
    LoggerFactory.getLogger(Kernel.class).info("ready with configuration {}", version);
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
        KernelMetrics.CONFIG_LAST_SUCCESS.name(), () -> control().appliedAt().getEpochSecond());
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
    control().stop(java.time.Duration.ZERO).exceptionally(failed -> null).join();
    injector.getInstance(ScheduledExecutorService.class).shutdownNow();
    injector.getInstance(Workers.class).close();
    ServerLog.process().flush(java.time.Duration.ofSeconds(1));
    unlock();
  }

  private void unlock() {
    try {
      lock.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(Kernel.class).debug("the instance lock is gone already", e);
    }
  }
}
