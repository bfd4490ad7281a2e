package io.mizzen.discovery.file;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;

/** Which file, and how often it is looked at. */
@Doc("Endpoints from a YAML or JSON file that is read anew when it changes.")
public record FileDiscoveryConfig(
    @Doc("The file; a relative path starts at the folder of the configuration.") String path,
    @Default("1s") @Doc("How often to look whether it changed, at least 10ms.") Duration poll) {
  /** Looking costs a system call; more often would be felt and helps nobody. */
  private static final long MIN_POLL_MILLIS = 10;

  public FileDiscoveryConfig {
    if (path.isBlank()) {
      throw new IllegalArgumentException("path must not be empty");
    }
    if (poll.toMillis() < MIN_POLL_MILLIS) {
      throw new IllegalArgumentException("poll must be at least 10ms, got " + poll);
    }
  }
}
