package io.mizzen.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where the distribution is, and words of the command line that become values. */
public final class Home {
  private Home() {}

  /** The folder with {@code plugins/} and {@code cache/}; the launcher tells it. */
  public static Path folder() {
    String home = System.getProperty("mizzen.home", System.getenv("MIZZEN_HOME"));
    return Path.of(home == null ? "" : home).toAbsolutePath();
  }

  /**
   * Reads a duration such as {@code 300ms}, {@code 10s}, {@code 5m}, {@code 1h}.
   *
   * @throws Failure if it is none
   */
  static Duration duration(String option, String text) throws Failure {
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    // Nine digits of hours are far beyond any waiting and below any overflow.
    Duration value =
        digits == 0 || digits > 9
            ? null
            : unit(Long.parseLong(text.substring(0, digits)), text.substring(digits));
    if (value == null) {
      throw new Failure(
          Exit.USAGE,
          "mizzen: "
              + option
              + " needs a number and a unit, such as 500ms, 10s or 5m; got "
              + text);
    }
    return value;
  }

  private static @Nullable Duration unit(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> null;
    };
  }
}
