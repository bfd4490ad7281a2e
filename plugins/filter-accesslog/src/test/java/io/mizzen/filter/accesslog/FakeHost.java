package io.mizzen.filter.accesslog;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.telemetry.Metrics;
import io.mizzen.testkit.FakeMetrics;
import io.mizzen.testkit.RecordingRegistrar;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * A host with several workers that are not the test's thread: closing may wait then, as it does on
 * the control thread.
 */
final class FakeHost implements Host {
  final List<Runnable> reopening = new CopyOnWriteArrayList<>();
  private final FakeMetrics metrics =
      new FakeMetrics(RecordingRegistrar.of(new AccessLogPlugin()).metrics());
  private final List<Worker> workers = new ArrayList<>();
  private final Path folder;

  FakeHost(Path folder, int workers) {
    this.folder = folder;
    for (int i = 0; i < workers; i++) {
      this.workers.add(new OutsideWorker(i));
    }
  }

  long lost(String target) {
    return metrics.count(AccessLogPlugin.LOST.name(), target);
  }

  @Override
  public Logger logger() {
    return NOPLogger.NOP_LOGGER;
  }

  @Override
  public Metrics metrics() {
    return metrics;
  }

  @Override
  public List<Worker> workers() {
    return workers;
  }

  @Override
  public <T> PerWorker<T> perWorker(IntFunction<T> make) {
    Object[] values = new Object[workers.size()];
    return new PerWorker<>() {
      @Override
      public T get() {
        return of(workers.get(0));
      }

      @Override
      @SuppressWarnings("unchecked") // only make() fills the array
      public T of(Worker worker) {
        int index = worker.index();
        if (values[index] == null) {
          values[index] = make.apply(index);
        }
        return (T) values[index];
      }
    };
  }

  @Override
  public ScheduledExecutorService background() {
    throw new IllegalStateException("an access log needs no pool");
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
    throw new IllegalStateException("an access log operates nothing");
  }

  @Override
  public AutoCloseable onReopen(Runnable action) {
    reopening.add(action);
    return () -> reopening.remove(action);
  }
}
