package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.telemetry.Metrics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosts of all plugins: one each, all with the same workers, folders and background threads.
 */
public final class Hosts {
  private final PluginSet plugins;
  private final MetricsRegistry metrics;
  private final ScheduledExecutorService background;
  private final List<Runnable> reopen = new CopyOnWriteArrayList<>();
  private final Map<String, Host> hosts = new HashMap<>();
  private final List<Worker> workers;
  private final Path configFolder;
  private final Path instanceFolder;
  private final Operations operations;

  /**
   * @param workers all workers; empty when nothing will be started
   * @param configFolder where relative paths of the configuration start
   * @param operations the operations of the running process
   */
  public Hosts(
      PluginSet plugins,
      MetricsRegistry metrics,
      List<Worker> workers,
      ScheduledExecutorService background,
      Path configFolder,
      Path instanceFolder,
      Operations operations) {
    this.plugins = plugins;
    this.metrics = metrics;
    this.workers = List.copyOf(workers);
    this.background = background;
    this.configFolder = configFolder;
    this.instanceFolder = instanceFolder;
    this.operations = operations;
  }

  /** The host of a plugin. */
  public synchronized Host of(String plugin) {
    return hosts.computeIfAbsent(plugin, PluginHost::new);
  }

  /** Asks everyone who writes files to open them anew. */
  public void reopenFiles() {
    reopen.forEach(Runnable::run);
  }

  private final class PluginHost implements Host {
    private final Logger logger;
    private final Metrics scope;

    PluginHost(String plugin) {
      this.logger = LoggerFactory.getLogger(plugin);
      metrics.declare(plugins.metrics(plugin));
      this.scope = metrics.scope(plugins.metrics(plugin));
    }

    @Override
    public Logger logger() {
      return logger;
    }

    @Override
    public Metrics metrics() {
      return scope;
    }

    @Override
    public List<Worker> workers() {
      return workers;
    }

    @Override
    public <T> PerWorker<T> perWorker(IntFunction<T> make) {
      return new Values<>(make, workers.size());
    }

    @Override
    public ScheduledExecutorService background() {
      return background;
    }

    @Override
    public Path resolve(String path) {
      return configFolder.resolve(path);
    }

    @Override
    public Path instanceFolder() {
      return instanceFolder;
    }

    @Override
    public Operations operations() {
      return operations;
    }

    @Override
    public AutoCloseable onReopen(Runnable action) {
      reopen.add(action);
      return () -> reopen.remove(action);
    }
  }

  /** One slot per worker. */
  private static final class Values<T> implements Host.PerWorker<T> {
    private final IntFunction<T> make;
    private final Object[] values;

    Values(IntFunction<T> make, int workers) {
      this.make = make;
      this.values = new Object[workers];
    }

    @Override
    public T get() {
      Worker here = KernelWorker.current();
      if (here == null) {
        throw new IllegalStateException("not on a worker's thread");
      }
      return of(here);
    }

    @Override
    @SuppressWarnings("unchecked") // only make.apply() fills the array
    public T of(Worker worker) {
      Object value = values[worker.index()];
      if (value == null) {
        synchronized (values) {
          value = values[worker.index()];
          if (value == null) {
            value = make.apply(worker.index());
            values[worker.index()] = value;
          }
        }
      }
      return (T) value;
    }
  }
}
