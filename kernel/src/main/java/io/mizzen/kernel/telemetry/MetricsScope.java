package io.mizzen.kernel.telemetry;

import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Histogram;
import io.mizzen.spi.telemetry.MetricSpec;
import io.mizzen.spi.telemetry.Metrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The series of one owner. Any thread but the request path. What was taken stays usable after
 * {@link #close}, it is only no longer shown once no other scope has it.
 */
public final class MetricsScope implements Metrics, AutoCloseable {
  private final MetricsRegistry registry;
  private final @Nullable Set<String> allowed;

  /** Guarded by the registry's lock. */
  private final Set<Series> series = new HashSet<>();

  private final Set<GaugeHandle> gauges = new HashSet<>();

  MetricsScope(MetricsRegistry registry, @Nullable Collection<MetricSpec> allowed) {
    this.registry = registry;
    this.allowed =
        allowed == null
            ? null
            : allowed.stream().map(MetricSpec::name).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Counter counter(String name, String... labelValues) {
    return (CounterSeries) take(MetricSpec.Kind.COUNTER, name, labelValues, null);
  }

  @Override
  public AutoCloseable gauge(String name, LongSupplier read, String... labelValues) {
    // Wrapped, so that one supplier may be registered twice and each handle removes its own.
    LongSupplier own = () -> read.getAsLong();
    GaugeHandle handle = new GaugeHandle(take(MetricSpec.Kind.GAUGE, name, labelValues, own), own);
    synchronized (gauges) {
      gauges.add(handle);
    }
    return handle;
  }

  @Override
  public Histogram histogram(String name, String... labelValues) {
    return (HistogramSeries) take(MetricSpec.Kind.HISTOGRAM, name, labelValues, null);
  }

  /** Records a duration from any thread, under a lock: for what happens rarely. */
  public void record(String name, long nanos, String... labelValues) {
    ((HistogramSeries) take(MetricSpec.Kind.HISTOGRAM, name, labelValues, null))
        .record(nanos, 1, nanos);
  }

  private Series take(
      MetricSpec.Kind kind, String name, String[] labelValues, @Nullable LongSupplier owner) {
    if (allowed != null && !allowed.contains(name)) {
      throw new IllegalArgumentException("metric '" + name + "' was not declared by this plugin");
    }
    return registry.take(this, kind, name, List.of(labelValues), owner);
  }

  /** Under the registry's lock. False if it is here already. */
  boolean keep(Series one) {
    return series.add(one);
  }

  /** Under the registry's lock: the values of some labels here, {@code label=value}. */
  void values(Set<String> labels, Consumer<String> to) {
    for (Series one : series) {
      List<String> names = one.family().spec().labels();
      for (int i = 0; i < names.size(); i++) {
        if (labels.contains(names.get(i))) {
          to.accept(names.get(i) + "=" + one.labelValues().get(i));
        }
      }
    }
  }

  /** Gives up all counters, gauges and histograms of this scope. Twice is once. */
  @Override
  public void close() {
    List<GaugeHandle> open;
    synchronized (gauges) {
      open = new ArrayList<>(gauges);
    }
    open.forEach(GaugeHandle::close);
    registry.dropAll(series);
    registry.closed(this);
  }

  private final class GaugeHandle implements AutoCloseable {
    private final Series gauge;
    private final LongSupplier owner;
    private final AtomicBoolean closed = new AtomicBoolean();

    GaugeHandle(Series gauge, LongSupplier owner) {
      this.gauge = gauge;
      this.owner = owner;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        synchronized (gauges) {
          gauges.remove(this);
        }
        registry.drop(gauge, owner);
      }
    }
  }
}
