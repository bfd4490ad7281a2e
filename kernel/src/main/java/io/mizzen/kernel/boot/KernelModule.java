package io.mizzen.kernel.boot;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.network.ProcessLimit;
import io.mizzen.kernel.network.Workers;
import io.mizzen.kernel.operate.BlueprintBuilder;
import io.mizzen.kernel.operate.Hosts;
import io.mizzen.kernel.operate.KernelOperations;
import io.mizzen.kernel.operate.ProcessControl;
import io.mizzen.kernel.operate.Runtime;
import io.mizzen.kernel.operate.ServedConfig;
import io.mizzen.kernel.operate.Views;
import io.mizzen.kernel.operate.WarmUp;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.proxy.ProxyEvents;
import io.mizzen.kernel.proxy.StreamProxy;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The kernel's singletons.
 *
 * <p>Why lambdas and not {@code @Provides} methods: those are found and called by reflection, a
 * tenth of the time to the first connection.
 */
final class KernelModule extends AbstractModule {
  /** Blocking work is rare: name look-ups, files, admin requests. */
  private static final int BACKGROUND_THREADS = 2;

  private final Setup setup;
  private final RootConfig config;

  KernelModule(Setup setup, RootConfig config) {
    this.setup = setup;
    this.config = config;
  }

  @Override
  protected void configure() {
    Provider<PluginSet> plugins = single(PluginSet.class, setup::plugins);
    Provider<MetricsRegistry> registry =
        single(
            MetricsRegistry.class,
            () -> new MetricsRegistry(config.telemetry().maxEndpointLabels()));
    Provider<Workers> workers = single(Workers.class, () -> Workers.start(config.runtime()));
    Provider<ProcessLimit> limit =
        single(ProcessLimit.class, () -> new ProcessLimit(config.runtime().maxConnections()));
    Provider<ScheduledExecutorService> background =
        single(
            ScheduledExecutorService.class,
            () -> Executors.newScheduledThreadPool(BACKGROUND_THREADS, Setup.Daemon::new));
    Provider<StreamProxy> proxy =
        single(
            StreamProxy.class,
            () -> new StreamProxy(workers.get(), new ProxyEvents(registry.get().permanent())));
    Provider<KernelOperations> operations =
        single(KernelOperations.class, () -> new KernelOperations(registry.get()));
    Provider<Hosts> hosts =
        single(
            Hosts.class,
            () ->
                new Hosts(
                    plugins.get(),
                    registry.get(),
                    workers.get().asSpi(),
                    background.get(),
                    setup.configFolder(),
                    setup.instanceFolder(),
                    operations.get()));
    single(
        WarmUp.class,
        () ->
            new WarmUp(
                plugins.get(),
                workers.get(),
                background.get(),
                setup.configFolder(),
                setup.instanceFolder(),
                operations.get()));
    Provider<Runtime> runtime =
        single(
            Runtime.class,
            () ->
                new Runtime(
                    workers.get(),
                    proxy.get(),
                    plugins.get(),
                    hosts.get(),
                    registry.get(),
                    limit.get()));
    Provider<ServedConfig> configuration =
        single(
            ServedConfig.class,
            () ->
                new ServedConfig(
                    runtime.get(),
                    proxy.get(),
                    new BlueprintBuilder(plugins.get(), hosts.get(), workers.get().all().size()),
                    setup,
                    registry.get()));
    Provider<ProcessControl> control =
        single(
            ProcessControl.class,
            () ->
                new ProcessControl(
                    runtime.get(),
                    workers.get(),
                    proxy.get(),
                    hosts.get(),
                    registry.get(),
                    configuration.get()));
    single(
        Views.class,
        () ->
            new Views(
                control.get(),
                plugins.get(),
                proxy.get(),
                workers.get(),
                registry.get(),
                identity()));
  }

  private Views.Identity identity() {
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

  private <T> Provider<T> single(Class<T> type, Provider<T> maker) {
    bind(type).toProvider(maker).in(Scopes.SINGLETON);
    return getProvider(type);
  }
}
