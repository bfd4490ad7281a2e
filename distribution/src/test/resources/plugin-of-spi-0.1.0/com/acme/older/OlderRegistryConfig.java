package com.acme.older;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;
import java.util.List;

/** What stands under {@code config:}. */
@Doc("Asks a registry again and again; this toy has its answer here.")
public record OlderRegistryConfig(
    @Doc("What the registry says: resolved host:port.") List<String> addresses,
    @Default("10s") @Doc("How often it is asked.") Duration every) {
  public OlderRegistryConfig {
    if (every.toMillis() < 100) {
      throw new IllegalArgumentException("every must be at least 100ms, got " + every);
    }
  }
}
