package io.mizzen.kernel.telemetry;

import com.codahale.metrics.MetricRegistry;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All metrics of the process.
 *
 * <ol>
 *   <li>{@link #declare} what there may be: the kernel's own and every plugin's.
 *   <li>Open a {@link #scope} per owner (a listener, a cluster, an endpoint, a plugin) and take
 *       series from it. Taking the same name and label values again, from any scope, gives the same
 *       series, so counts go on over a reload as long as the new owner opens its scope before the
 *       old one closes.
 *   <li>Close the scope when its owner is gone: series that no scope uses are removed.
 * </ol>
 *
 * <p>Every series also stands in a Dropwizard {@link MetricRegistry} under its name and label set,
 * {@code mizzen_stream_total{listener="web",...}}, so that any Dropwizard reporter can be attached.
 */
public final class MetricsRegistry {
  /** Enough for a large mesh, and still a scrape of a few MiB. */
  public static final int DEFAULT_ENDPOINT_CAP = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(MetricsRegistry.class);

  private final Object lock = new Object();
  private final Map<String, Family> families = Collections.synchronizedMap(new LinkedHashMap<>());
  private final WorkerSlots slots = new WorkerSlots();

  /** Open ones. Guarded by the lock. */
  private final Set<MetricsScope> scopes = new LinkedHashSet<>();

  private final MetricRegistry dropwizard = new MetricRegistry();
  private final LabelCap cap;
  private final MetricsScope permanent = new MetricsScope(this, null);
  private final Counter folded;

  /** With the default cap of endpoint labels and the kernel's metrics declared. */
  public MetricsRegistry() {
    this(DEFAULT_ENDPOINT_CAP);
  }

  /**
   * @param endpointCap distinct values of the label {@code endpoint} that are shown by themselves,
   *     from 1; further ones are added up as {@code other}
   */
  public MetricsRegistry(int endpointCap) {
    if (endpointCap < 1) {
      throw new IllegalArgumentException("the endpoint label cap must be from 1");
    }
    cap = new LabelCap(endpointCap);
    declare(KernelMetrics.ALL);
    folded = permanent.counter(KernelMetrics.METRIC_LABELS_FOLDED.name(), LabelCap.LABEL);
  }

  /**
   * Declares metrics.
   *
   * @throws IllegalArgumentException if a name was declared differently before
   */
  public void declare(Collection<MetricSpec> specs) {
    synchronized (lock) {
      for (MetricSpec spec : specs) {
        Family before = families.putIfAbsent(spec.name(), new Family(spec));
        if (before != null && !before.spec().equals(spec)) {
          throw new IllegalArgumentException(
              "metric '" + spec.name() + "' is declared twice with different labels or kinds");
        }
      }
    }
  }

  /** All declared metrics, in order of declaration. */
  public List<MetricSpec> declared() {
    return families().stream().map(Family::spec).toList();
  }

  /** For what lives as long as the process; never closed. */
  public MetricsScope permanent() {
    return permanent;
  }

  /** A new owner of series, which may use every declared metric. */
  public MetricsScope scope() {
    return opened(new MetricsScope(this, null));
  }

  /** A new owner of series, which may use only the given metrics: a plugin. */
  public MetricsScope scope(Collection<MetricSpec> allowed) {
    return opened(new MetricsScope(this, allowed));
  }

  /** The registry for Dropwizard's reporters. Do not remove or add Mizzen's metrics through it. */
  public MetricRegistry dropwizard() {
    return dropwizard;
  }

  /**
   * The sum of all series of a counter or gauge that have the given label values; 0 if there are
   * none.
   *
   * @throws IllegalArgumentException if no such counter or gauge is declared
   */
  public long sum(String name, Map<String, String> labels) {
    long sum = 0;
    for (Reading reading : read(name, labels)) {
      sum += reading.value();
    }
    return sum;
  }

  /** The series of a counter or gauge that have the given label values, in no order. */
  public List<Reading> read(String name, Map<String, String> labels) {
    Family family = family(name);
    if (family.spec().kind() == MetricSpec.Kind.HISTOGRAM) {
      throw new IllegalArgumentException("metric '" + name + "' is a histogram: use view");
    }
    List<Reading> readings = new ArrayList<>();
    for (Series series : family.all()) {
      if (family.matches(series, labels)) {
        readings.add(new Reading(series.labelValues(), valueOf(series)));
      }
    }
    return readings;
  }

  /**
   * A view of a histogram, added up over all series that have the given label values at the time of
   * reading. Each view remembers its own last reading.
   *
   * @throws IllegalArgumentException if no such histogram is declared
   */
  public HistogramView view(String name, Map<String, String> labels) {
    Family family = family(name);
    if (family.spec().kind() != MetricSpec.Kind.HISTOGRAM) {
      throw new IllegalArgumentException("metric '" + name + "' is no histogram");
    }
    return new HistogramView(family, Map.copyOf(labels));
  }

  /**
   * One counter or gauge at one moment.
   *
   * @param labelValues in the order of the declaration
   */
  public record Reading(List<String> labelValues, long value) {}

  List<Family> families() {
    synchronized (families) {
      return List.copyOf(families.values());
    }
  }

  static long valueOf(Series series) {
    if (series instanceof CounterSeries counter) {
      return counter.sum();
    }
    return series instanceof GaugeSeries gauge ? gauge.value() : 0;
  }

  private Family family(String name) {
    Family family = families.get(name);
    if (family == null) {
      throw new IllegalArgumentException("metric '" + name + "' is not declared");
    }
    return family;
  }

  /** Finds or makes a series and counts one user more, unless the scope has it already. */
  Series take(
      MetricsScope scope,
      MetricSpec.Kind kind,
      String name,
      List<String> labelValues,
      @Nullable LongSupplier owner) {
    Family family = family(name);
    MetricSpec spec = family.spec();
    if (spec.kind() != kind || spec.labels().size() != labelValues.size()) {
      throw new IllegalArgumentException(
          "metric '"
              + name
              + "' is declared as a "
              + spec.kind()
              + " with labels "
              + spec.labels());
    }
    synchronized (lock) {
      List<String> shown = cap.fold(spec.labels(), labelValues);
      boolean isFolded = shown != labelValues;
      Series series = family.byLabels().get(shown);
      if (series == null) {
        series =
            make(family, shown, isFolded ? GaugeSeries.Reading.SUM : GaugeSeries.Reading.NEWEST);
        family.byLabels().put(shown, series);
        dropwizard.register(series.fullName(), series.dropwizard());
        cap.added(series);
      }
      if (owner != null) {
        ((GaugeSeries) series).add(owner);
        series.users++;
      } else if (scope.keep(series)) {
        series.users++;
      }
      if (isFolded) {
        folded.add(1);
        LOG.atWarn()
            .addKeyValue("metric", name)
            .log("too many endpoints to show each: further ones are added up as 'other'");
      }
      return series;
    }
  }

  /** What is declared under a name, or null. */
  @Nullable MetricSpec specOf(String name) {
    Family family = families.get(name);
    return family == null ? null : family.spec();
  }

  /** A series that exists, or null. */
  @Nullable Series known(String name, List<String> labelValues) {
    return family(name).byLabels().get(labelValues);
  }

  /** Who has counters or histograms with a value of one of these labels: {@code label=value}. */
  Map<String, MetricsScope> owners(Set<String> labels) {
    Map<String, MetricsScope> owners = new HashMap<>();
    synchronized (lock) {
      scopes.forEach(scope -> scope.values(labels, value -> owners.put(value, scope)));
    }
    return owners;
  }

  /** A scope has an end: what it had of others is found no more. */
  void closed(MetricsScope scope) {
    synchronized (lock) {
      scopes.remove(scope);
    }
  }

  private MetricsScope opened(MetricsScope scope) {
    synchronized (lock) {
      scopes.add(scope);
    }
    return scope;
  }

  private Series make(Family family, List<String> values, GaugeSeries.Reading reading) {
    return switch (family.spec().kind()) {
      case COUNTER -> new CounterSeries(family, values, slots);
      case GAUGE -> new GaugeSeries(family, values, reading);
      case HISTOGRAM -> new HistogramSeries(family, values, slots);
    };
  }

  /** Gives up a scope's counters and histograms; the set is empty afterwards. */
  void dropAll(Collection<Series> all) {
    synchronized (lock) {
      for (Series series : List.copyOf(all)) {
        drop(series, null);
      }
      all.clear();
    }
  }

  /** Counts one user less, and removes a series without users. */
  void drop(Series series, @Nullable LongSupplier owner) {
    synchronized (lock) {
      if (owner != null) {
        ((GaugeSeries) series).remove(owner);
      }
      if (--series.users == 0) {
        series.family().byLabels().remove(series.labelValues());
        dropwizard.remove(series.fullName());
        cap.removed(series);
      }
    }
  }
}
