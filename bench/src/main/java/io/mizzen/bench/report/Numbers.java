package io.mizzen.bench.report;

import java.util.Collection;
import java.util.Locale;

/** Numbers as the tables show them; what was not measured is a dash. */
public final class Numbers {
  /** For cells without a value. */
  public static final String NONE = "-";

  private Numbers() {}

  /** The middle value, the mean of the two middle ones if their count is even; NaN of none. */
  public static double median(Collection<Double> values) {
    double[] sorted =
        values.stream()
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  public static double min(Collection<Double> values) {
    return values.stream()
        .mapToDouble(Double::doubleValue)
        .filter(Double::isFinite)
        .min()
        .orElse(Double.NaN);
  }

  /** Whole, with separators: {@code 88,643}. */
  public static String whole(double value) {
    return format("%,.0f", value);
  }

  public static String one(double value) {
    return format("%,.1f", value);
  }

  public static String two(double value) {
    return format("%,.2f", value);
  }

  private static String format(String pattern, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, pattern, value) : NONE;
  }
}
