package io.mizzen.testkit;

import io.mizzen.spi.Worker;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Histogram;
import io.mizzen.spi.telemetry.MetricSpec;
import io.mizzen.spi.telemetry.MetricSpec.Kind;
import io.mizzen.spi.telemetry.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Metrics that a test can read. If specs are given, only declared metrics can be created. */
public final class FakeMetrics implements Metrics {
  private final Map<String, MetricSpec> declared = new HashMap<>();
  private final boolean strict;
  private final Map<String, FakeCounter> counters = new HashMap<>();
  private final Map<String, LongSupplier> gauges = new HashMap<>();
  private final Map<String, List<Long>> histograms = new HashMap<>();

  /** Takes any name. */
  public FakeMetrics() {
    strict = false;
  }

  /** Takes declared names only, as the kernel does. */
  public FakeMetrics(List<MetricSpec> specs) {
    specs.forEach(spec -> declared.put(spec.name(), spec));
    strict = true;
  }

  @Override
  public synchronized Counter counter(String name, String... labelValues) {
    check(name, Kind.COUNTER, labelValues);
    return counters.computeIfAbsent(key(name, labelValues), key -> new FakeCounter());
  }

  @Override
  public synchronized AutoCloseable gauge(String name, LongSupplier read, String... labelValues) {
    check(name, Kind.GAUGE, labelValues);
    String key = key(name, labelValues);
    gauges.put(key, read);
    return () -> gauges.remove(key);
  }

  @Override
  public synchronized Histogram histogram(String name, String... labelValues) {
    check(name, Kind.HISTOGRAM, labelValues);
    List<Long> values = histograms.computeIfAbsent(key(name, labelValues), k -> new ArrayList<>());
    return worker -> values::add;
  }

  /** The sum of a counter; 0 if it was never asked for. */
  public synchronized long count(String name, String... labelValues) {
    FakeCounter counter = counters.get(key(name, labelValues));
    return counter == null ? 0 : counter.sum();
  }

  /** The present value of a gauge; fails if it is not registered. */
  public synchronized long gaugeValue(String name, String... labelValues) {
    LongSupplier read = gauges.get(key(name, labelValues));
    if (read == null) {
      throw new AssertionError("no gauge " + key(name, labelValues));
    }
    return read.getAsLong();
  }

  /** What a histogram recorded, in nanoseconds. */
  public synchronized List<Long> recorded(String name, String... labelValues) {
    return histograms.getOrDefault(key(name, labelValues), List.of());
  }

  private void check(String name, Kind kind, String[] labelValues) {
    MetricSpec spec = declared.get(name);
    if (strict
        && (spec == null || spec.kind() != kind || spec.labels().size() != labelValues.length)) {
      throw new IllegalArgumentException("not declared: " + kind + " " + key(name, labelValues));
    }
  }

  private static String key(String name, String[] labelValues) {
    return name + List.of(labelValues);
  }

  private static final class FakeCounter implements Counter {
    private final AtomicLong value = new AtomicLong();

    @Override
    public void add(long amount) {
      value.addAndGet(amount);
    }

    @Override
    public Cell cell(Worker worker) {
      return new Cell() {
        @Override
        public void increment() {
          add(1);
        }

        @Override
        public void add(long amount) {
          value.addAndGet(amount);
        }
      };
    }

    @Override
    public long sum() {
      return value.get();
    }
  }
}
