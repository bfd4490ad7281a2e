package io.mizzen.kernel.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A gauge and who answers for it. Over a reload the old and the new owner may stand side by side:
 * the newest is asked, and when it goes the one before. Owners that were folded into one series by
 * the label cap are added up instead.
 */
final class GaugeSeries extends Series {
  private final Reading reading;

  /** Oldest first; replaced whole under the registry's lock, read by any thread. */
  private volatile List<LongSupplier> owners = List.of();

  GaugeSeries(Family family, List<String> labelValues, Reading reading) {
    super(family, labelValues);
    this.reading = reading;
  }

  void add(LongSupplier owner) {
    List<LongSupplier> next = new ArrayList<>(owners);
    next.add(owner);
    owners = List.copyOf(next);
  }

  void remove(LongSupplier owner) {
    List<LongSupplier> next = new ArrayList<>(owners);
    next.removeIf(other -> other == owner);
    owners = List.copyOf(next);
  }

  long value() {
    List<LongSupplier> now = owners;
    if (now.isEmpty()) {
      return 0;
    }
    if (reading == Reading.NEWEST) {
      return now.get(now.size() - 1).getAsLong();
    }
    long sum = 0;
    for (LongSupplier owner : now) {
      sum += owner.getAsLong();
    }
    return sum;
  }

  @Override
  com.codahale.metrics.Gauge<Long> dropwizard() {
    return this::value;
  }

  /** What several owners mean. */
  enum Reading {
    NEWEST,
    SUM
  }
}
