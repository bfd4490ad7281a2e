package io.mizzen.kernel.operate;

import java.time.Duration;
import java.util.Map;

/** Durations in arguments of actions, written as in the configuration. */
final class Durations {
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

  private Durations() {}

  /**
   * Reads a number and a unit.
   *
   * @throws IllegalArgumentException with a sentence for users
   */
  static Duration parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    Long unit = MILLIS.get(text.substring(digits));
    if (digits == 0 || digits > 9 || unit == null) {
      throw new IllegalArgumentException(
          "duration needs a number and a unit (ms, s, m, h): " + text);
    }
    return Duration.ofMillis(Long.parseLong(text.substring(0, digits)) * unit);
  }
}
