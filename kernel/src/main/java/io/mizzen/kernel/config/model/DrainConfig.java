package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.time.Duration;

/** How the process, a listener or an old snapshot ends. */
public record DrainConfig(
    @Default("5s")
        @Doc(
            "How long an idle connection stays after its peer was told, since a request may be on its way.")
        Duration grace,
    @Default("30s") @Doc("What is not done after that is cut off.") Duration max) {
  public DrainConfig {
    if (grace.compareTo(max) > 0) {
      throw new IllegalArgumentException("grace must not be longer than max");
    }
  }
}
