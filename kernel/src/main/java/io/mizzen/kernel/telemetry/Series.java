package io.mizzen.kernel.telemetry;

import java.util.List;

/** One metric with one set of label values. */
abstract sealed class Series permits CounterSeries, GaugeSeries, HistogramSeries {
  private final Family family;
  private final String labels;
  private final List<String> labelValues;

  /** How many scopes use it. Guarded by the registry's lock. */
  int users;

  Series(Family family, List<String> labelValues) {
    this.family = family;
    this.labelValues = labelValues;
    this.labels = Labels.render(family.spec().labels(), labelValues);
  }

  final Family family() {
    return family;
  }

  /** The label set as Prometheus writes it, {@code {listener="web"}}; empty without labels. */
  final String labels() {
    return labels;
  }

  final List<String> labelValues() {
    return labelValues;
  }

  /** The name under which Dropwizard knows it: the metric's name and its label set. */
  final String fullName() {
    return family.spec().name() + labels;
  }

  /** What is put into the Dropwizard registry. */
  abstract com.codahale.metrics.Metric dropwizard();
}
