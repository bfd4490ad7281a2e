package io.mizzen.spi.telemetry;
import java.util.List;
public record MetricSpec(String name, Kind kind, List<String> labels, String help) {
  public MetricSpec {
    labels = List.copyOf(labels);
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("metric name must be snake_case, got '" + name + "'");
    }
  }
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }
  public static MetricSpec counter(String name, String help, String... labels) {
    return new MetricSpec(name, Kind.COUNTER, List.of(labels), help);
  }
  public static MetricSpec gauge(String name, String help, String... labels) {
    return new MetricSpec(name, Kind.GAUGE, List.of(labels), help);
  }
  public static MetricSpec histogram(String name, String help, String... labels) {
    return new MetricSpec(name, Kind.HISTOGRAM, List.of(labels), help);
  }
}
