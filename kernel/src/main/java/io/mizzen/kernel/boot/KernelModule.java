package io.mizzen.kernel.boot;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.network.ProcessLimit;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.operate.Hosts;
import io.mizzen.kernel.operate.KernelOperations;
import io.mizzen.kernel.operate.ProcessControl;
import io.mizzen.kernel.operate.Runtime;
import io.mizzen.kernel.operate.Views;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.proxy.ProxyEvents;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The kernel's singletons. Explicit providers, so that starting needs no scanning and no proxies.
 */
final class KernelModule extends AbstractModule {
  /** Blocking work is rare: name look-ups, files, admin requests. */
  private static final int BACKGROUND_THREADS = 2;

  private final Setup setup;
  private final RootConfig config;
  private final Views.Identity identity;

  KernelModule(Setup setup, RootConfig config, Views.Identity identity) {
    this.setup = setup;
    this.config = config;
    this.identity = identity;
  }

  @Provides
  @Singleton
  PluginSet plugins() {
    return setup.plugins();
  }

  @Provides
  @Singleton
  MetricsRegistry metrics() {
    return new MetricsRegistry(config.telemetry().maxEndpointLabels());
  }

  @Provides
  @Singleton
  Workers workers() {
    return Workers.start(config.runtime());
  }

  @Provides
  @Singleton
  ProcessLimit processLimit() {
    return new ProcessLimit(config.runtime().maxConnections());
  }

  @Provides
  @Singleton
  ScheduledExecutorService background() {
    return Executors.newScheduledThreadPool(BACKGROUND_THREADS, Setup.Daemon::new);
  }

  @Provides
  @Singleton
  StreamProxy streamProxy(Workers workers, MetricsRegistry registry) {
    return new StreamProxy(workers, new ProxyEvents(registry.permanent()));
  }

  @Provides
  @Singleton
  KernelOperations operations(MetricsRegistry registry) {
    return new KernelOperations(registry);
  }

  @Provides
  @Singleton
  Hosts hosts(
      PluginSet plugins,
      MetricsRegistry registry,
      Workers workers,
      ScheduledExecutorService background,
      KernelOperations operations) {
    return new Hosts(
        plugins,
        registry,
        workers.asSpi(),
        background,
        setup.options().configFolder(),
        setup.instanceFolder(),
        operations);
  }

  @Provides
  @Singleton
  Runtime runtime(
      Workers workers,
      StreamProxy proxy,
      PluginSet plugins,
      Hosts hosts,
      MetricsRegistry registry,
      ProcessLimit limit) {
    return new Runtime(workers, proxy, plugins, hosts, registry, limit);
  }

  @Provides
  @Singleton
  ProcessControl control(
      Runtime runtime,
      Workers workers,
      StreamProxy proxy,
      PluginSet plugins,
      Hosts hosts,
      MetricsRegistry registry) {
    return new ProcessControl(
        runtime, workers, proxy, plugins, hosts, registry, setup::load, setup::loadText);
  }

  @Provides
  @Singleton
  Views views(
      ProcessControl control,
      PluginSet plugins,
      StreamProxy proxy,
      Workers workers,
      MetricsRegistry registry) {
    return new Views(control, plugins, proxy, workers, registry, identity);
  }
}
