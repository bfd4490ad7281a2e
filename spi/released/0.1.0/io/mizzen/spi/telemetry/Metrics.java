package io.mizzen.spi.telemetry;
import java.util.function.LongSupplier;
public interface Metrics {
  Counter counter(String name, String... labelValues);
  AutoCloseable gauge(String name, LongSupplier read, String... labelValues);
  Histogram histogram(String name, String... labelValues);
}
