package io.mizzen.spi.telemetry;

import java.util.function.LongSupplier;

/**
 * Creates metrics that were declared. Asking twice for the same name and label values gives the
 * same metric. Never on the request path: keep what you get.
 */
public interface Metrics {
  /**
   * @param labelValues one per declared label, in order
   * @throws IllegalArgumentException if the name was not declared as a counter with as many labels
   */
  Counter counter(String name, String... labelValues);

  /**
   * Registers a gauge that is read when metrics are collected, on the collecting thread.
   *
   * @return closes (removes) the gauge
   */
  AutoCloseable gauge(String name, LongSupplier read, String... labelValues);

  /** The same for a histogram of durations. */
  Histogram histogram(String name, String... labelValues);
}
