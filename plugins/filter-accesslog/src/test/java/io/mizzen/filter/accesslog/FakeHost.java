package io.mizzen.filter.accesslog;

import io.mizzen.spi.Host;
import io.mizzen.spi.Worker;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Histogram;
import io.mizzen.spi.telemetry.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** A host for one plugin, with workers that are no threads, and counters that can be asked. */
final class FakeHost implements Host {
  final List<Runnable> reopening = new CopyOnWriteArrayList<>();
  private final Map<String, LongAdder> counters = new ConcurrentHashMap<>();
  private final List<Worker> workers = new ArrayList<>();
  private final Path folder;

  FakeHost(Path folder, int workers) {
    this.folder = folder;
    for (int i = 0; i < workers; i++) {
      this.workers.add(new OutsideWorker(i));
    }
  }

  long lost(String target) {
    LongAdder counter = counters.get(target);
    return counter == null ? 0 : counter.sum();
  }

  @Override
  public Logger logger() {
    return NOPLogger.NOP_LOGGER;
  }

  @Override
  public Metrics metrics() {
    return new Metrics() {
      @Override
      public Counter counter(String name, String... labelValues) {
        return new FakeCounter(counters.computeIfAbsent(labelValues[0], key -> new LongAdder()));
      }

      @Override
      public AutoCloseable gauge(String name, LongSupplier read, String... labelValues) {
        throw new IllegalArgumentException(name);
      }

      @Override
      public Histogram histogram(String name, String... labelValues) {
        throw new IllegalArgumentException(name);
      }
    };
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

  private record FakeCounter(LongAdder adder) implements Counter, Counter.Cell {
    @Override
    public void add(long amount) {
      adder.add(amount);
    }

    @Override
    public void increment() {
      adder.increment();
    }

    @Override
    public Cell cell(Worker worker) {
      return this;
    }

    @Override
    public long sum() {
      return adder.sum();
    }
  }
}
