package io.mizzen.kernel.telemetry;

import io.mizzen.spi.telemetry.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds to this process's counts what another one tells with {@link CountsTold}. Any thread.
 *
 * <p>A series that does not exist here belongs to whoever owns others of the same listener, cluster
 * or endpoint, so that it goes with them in a later reload; if nobody does, the other process was
 * configured otherwise and what it counted is dropped.
 */
public final class CountsInherited {
  /** Labels whose values are names of the configuration. Other labels have words of the code. */
  private static final Set<String> OWNERS = Set.of("listener", "cluster", LabelCap.LABEL);

  private final MetricsRegistry registry;

  public CountsInherited(MetricsRegistry registry) {
    this.registry = registry;
  }

  /** Adds some lines; returns how many could not be added, as they mean nothing here. */
  public int add(List<String> lines) {
    int dropped = 0;
    Map<String, MetricsScope> owners = registry.owners(OWNERS);
    for (String line : lines) {
      CountLine parsed = CountLine.parse(line);
      Series series = parsed == null ? null : series(parsed, owners);
      if (parsed == null || series == null) {
        dropped++;
      } else if (series instanceof CounterSeries counter) {
        counter.add(parsed.amount());
      } else if (series instanceof HistogramSeries histogram) {
        add(parsed, histogram);
      }
    }
    return dropped;
  }

  private static void add(CountLine line, HistogramSeries histogram) {
    List<Long> buckets = line.buckets();
    for (int i = 0; i < buckets.size(); i += 2) {
      histogram.record(buckets.get(i), buckets.get(i + 1), i == 0 ? line.amount() : 0);
    }
  }

  private @Nullable Series series(CountLine line, Map<String, MetricsScope> owners) {
    MetricSpec spec = registry.specOf(line.name());
    if (spec == null || spec.kind() != line.kind()) {
      return null;
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < line.labels().size(); i += 2) {
      if (i / 2 >= spec.labels().size() || !spec.labels().get(i / 2).equals(line.labels().get(i))) {
        return null;
      }
      values.add(line.labels().get(i + 1));
    }
    if (values.size() != spec.labels().size()) {
      return null;
    }
    Series known = registry.known(spec.name(), values);
    MetricsScope owner = known == null ? owner(spec, values, owners) : null;
    return owner == null
        ? known
        : registry.take(owner, spec.kind(), spec.name(), List.copyOf(values), null);
  }

  private @Nullable MetricsScope owner(
      MetricSpec spec, List<String> values, Map<String, MetricsScope> owners) {
    for (int i = 0; i < values.size(); i++) {
      if (OWNERS.contains(spec.labels().get(i))) {
        return owners.get(spec.labels().get(i) + "=" + values.get(i));
      }
    }
    return registry.permanent();
  }
}
