package io.mizzen.kernel.telemetry;

import io.mizzen.spi.telemetry.MetricSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A declared metric and its series. Written under the registry's lock, read by any thread without.
 */
final class Family {
  private final MetricSpec spec;
  private final Map<List<String>, Series> series = new ConcurrentHashMap<>();

  Family(MetricSpec spec) {
    this.spec = spec;
  }

  MetricSpec spec() {
    return spec;
  }

  Map<List<String>, Series> byLabels() {
    return series;
  }

  Collection<Series> all() {
    return series.values();
  }

  /** Whether a series has all of the given label values. */
  boolean matches(Series one, Map<String, String> labels) {
    for (Map.Entry<String, String> wanted : labels.entrySet()) {
      int at = spec.labels().indexOf(wanted.getKey());
      if (at < 0 || !one.labelValues().get(at).equals(wanted.getValue())) {
        return false;
      }
    }
    return true;
  }
}
