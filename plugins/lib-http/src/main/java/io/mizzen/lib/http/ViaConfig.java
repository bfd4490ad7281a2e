package io.mizzen.lib.http;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** The Via header (RFC 9110 section 7.6.3). */
@Doc("The Via header, which also guards against loops.")
public record ViaConfig(
    @Default("")
        @Doc(
            "The name of this proxy in Via; empty for a random one per process. Equal names on"
                + " one path are taken for a loop.")
        String name,
    @Default("add") @Doc("Whether requests get a Via line.") Line requests,
    @Default("leaveOut") @Doc("Whether responses get a Via line.") Line responses) {
  public ViaConfig {
    if (!name.isEmpty()) {
      Checks.token("via.name", name);
    }
  }

  /** Whether a line is written. */
  public enum Line {
    @Doc("A line is added.")
    ADD,
    @Doc("No line is added, and requests are not examined for loops.")
    LEAVE_OUT
  }
}
