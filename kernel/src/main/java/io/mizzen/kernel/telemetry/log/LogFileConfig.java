package io.mizzen.kernel.telemetry.log;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A log file and when it is rotated: {@code log} becomes {@code log.1}, that {@code log.2}. */
public record LogFileConfig(
    @Doc("The file; a relative path starts at the folder of the configuration.") String path,
    @Default("100MiB") @Doc("Rotate before the file grows beyond this; 0B for never.")
        ByteSize maxSize,
    @Nullable @Doc("Rotate after this time, counted from when the file was begun.") Duration every,
    @Default("5") @Doc("How many rotated files are kept.") int keep) {
  /** More would only make renaming slow; nobody looks at the hundredth file. */
  private static final int MOST_KEPT = 100;

  public LogFileConfig {
    if (keep < 1 || keep > MOST_KEPT) {
      throw new IllegalArgumentException("keep must be from 1 to " + MOST_KEPT + ", got " + keep);
    }
    if (every != null && every.toSeconds() < 1) {
      throw new IllegalArgumentException("every must be at least 1s");
    }
  }
}
