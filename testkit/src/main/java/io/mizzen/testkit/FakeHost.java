package io.mizzen.testkit;

import io.mizzen.spi.Host;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.Worker;
import io.mizzen.spi.operate.Operations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A host with one {@link FakeWorker}, readable metrics and one daemon thread for background work.
 * Values per worker belong to that worker, whichever thread asks.
 */
public final class FakeHost implements Host, AutoCloseable {
  private final FakeWorker worker = new FakeWorker();
  private final FakeMetrics metrics;
  private final Path folder;
  private final List<Runnable> reopenActions = new ArrayList<>();
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "fake-background");
            thread.setDaemon(true);
            return thread;
          });

  /** A host that takes any metric; relative paths start at the working folder. */
  public FakeHost() {
    this(new FakeMetrics(), Path.of(""));
  }

  /**
   * @param folder where relative paths start, and the instance folder
   */
  public FakeHost(FakeMetrics metrics, Path folder) {
    this.metrics = metrics;
    this.folder = folder;
  }

  /** A host that creates only what the plugin declared. */
  public static FakeHost of(MizzenPlugin plugin) {
    FakeMetrics declared = new FakeMetrics(RecordingRegistrar.of(plugin).metrics());
    return new FakeHost(declared, Path.of(""));
  }

  /** Its only worker. */
  public FakeWorker worker() {
    return worker;
  }

  @Override
  public Logger logger() {
    return LoggerFactory.getLogger("test");
  }

  @Override
  public FakeMetrics metrics() {
    return metrics;
  }

  @Override
  public List<Worker> workers() {
    return List.of(worker);
  }

  @Override
  public <T> PerWorker<T> perWorker(IntFunction<T> make) {
    Map<Integer, T> values = new HashMap<>();
    return new PerWorker<>() {
      @Override
      public T get() {
        return of(worker);
      }

      @Override
      public T of(Worker owner) {
        return values.computeIfAbsent(owner.index(), make::apply);
      }
    };
  }

  @Override
  public ScheduledExecutorService background() {
    return background;
  }

  @Override
  public Path resolve(String path) {
    return folder.resolve(path);
  }

  @Override
  public Path instanceFolder() {
    return folder;
  }

  @Override
  public Operations operations() {
    return new QuietOperations();
  }

  @Override
  public AutoCloseable onReopen(Runnable action) {
    reopenActions.add(action);
    return () -> reopenActions.remove(action);
  }

  /** Runs the actions for reopened logs. */
  public void reopen() {
    List.copyOf(reopenActions).forEach(Runnable::run);
  }

  @Override
  public void close() {
    background.shutdownNow();
  }

  /** A process that is ready and offers nothing. */
  private static final class QuietOperations implements Operations {
    @Override
    public List<String> views() {
      return List.of();
    }

    @Override
    public Object view(String view, Map<String, String> query) {
      throw new IllegalArgumentException("no view " + view);
    }

    @Override
    public List<String> actions() {
      return List.of();
    }

    @Override
    public CompletableFuture<Result> act(String action, Map<String, String> arguments) {
      throw new IllegalArgumentException("no action " + action);
    }

    @Override
    public void writeMetrics(Appendable out) {
      // a process without metrics writes none
    }

    @Override
    public Phase phase() {
      return Phase.READY;
    }

    @Override
    public List<String> waitingFor() {
      return List.of();
    }
  }
}
