package io.mizzen.spi.telemetry;

import java.util.List;

/**
 * The declaration of a metric, from which the reference page is made.
 *
 * @param name snake_case; starts with {@code mizzen_} for the kernel, with the plugin's word
 *     otherwise
 * @param kind what it measures
 * @param labels the label names, in order
 * @param help one sentence for users
 */
public record MetricSpec(String name, Kind kind, List<String> labels, String help) {
  public MetricSpec {
    labels = List.copyOf(labels);
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("metric name must be snake_case, got '" + name + "'");
    }
  }

  /** What a metric measures. */
  public enum Kind {
    /** Only grows. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** A distribution of durations; recorded in nanoseconds, shown in seconds. */
    HISTOGRAM
  }

  /** A counter. */
  public static MetricSpec counter(String name, String help, String... labels) {
    return new MetricSpec(name, Kind.COUNTER, List.of(labels), help);
  }

  /** A gauge. */
  public static MetricSpec gauge(String name, String help, String... labels) {
    return new MetricSpec(name, Kind.GAUGE, List.of(labels), help);
  }

  /** A histogram of durations. */
  public static MetricSpec histogram(String name, String help, String... labels) {
    return new MetricSpec(name, Kind.HISTOGRAM, List.of(labels), help);
  }
}
