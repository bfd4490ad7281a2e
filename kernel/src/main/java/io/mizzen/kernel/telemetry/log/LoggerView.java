package io.mizzen.kernel.telemetry.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A logger as operators see it.
 *
 * @param logger its name; {@code root} for all that are not named
 * @param level what it says now
 * @param origin whether somebody set exactly this logger at run time
 * @param revertsAt when such a level ends, or null
 */
public record LoggerView(
    String logger, LogLevel level, Origin origin, @Nullable Instant revertsAt) {
  /** Where a level comes from. */
  public enum Origin {
    CONFIGURED,
    OVERRIDE
  }
}
