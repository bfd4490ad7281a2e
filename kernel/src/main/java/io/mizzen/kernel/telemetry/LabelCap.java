package io.mizzen.kernel.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the number of series bounded although endpoints come and go by the thousands: beyond a
 * number of distinct values of the label {@code endpoint}, further ones are called {@code other}. A
 * value makes room when its last series is gone. Under the registry's lock.
 */
final class LabelCap {
  /** The label that is capped: the only one whose values come from outside the configuration. */
  static final String LABEL = "endpoint";

  /** What values beyond the cap are called. */
  static final String OTHER = "other";

  private final int cap;
  private final Map<String, Integer> seriesOf = new HashMap<>();

  LabelCap(int cap) {
    this.cap = cap;
  }

  /** The label values as they shall be shown. The same list if nothing is folded. */
  List<String> fold(List<String> names, List<String> values) {
    int at = names.indexOf(LABEL);
    if (at < 0 || seriesOf.containsKey(values.get(at)) || seriesOf.size() < cap) {
      return values;
    }
    List<String> folded = new ArrayList<>(values);
    folded.set(at, OTHER);
    return List.copyOf(folded);
  }

  void added(Series series) {
    int at = series.family().spec().labels().indexOf(LABEL);
    if (at >= 0 && !series.labelValues().get(at).equals(OTHER)) {
      seriesOf.merge(series.labelValues().get(at), 1, Integer::sum);
    }
  }

  void removed(Series series) {
    int at = series.family().spec().labels().indexOf(LABEL);
    if (at >= 0) {
      seriesOf.computeIfPresent(
          series.labelValues().get(at), (value, count) -> count == 1 ? null : count - 1);
    }
  }
}
