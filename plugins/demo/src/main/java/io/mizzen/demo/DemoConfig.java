package io.mizzen.demo;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.HostPort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the demo starts. */
public record DemoConfig(
    @Doc("Addresses of HTTP echo services.") List<HostPort> http,
    @Doc("Addresses of bolt echo services.") List<HostPort> bolt,
    @Nullable @Doc("The HTTP listener that gets some traffic.") HostPort httpListener,
    @Nullable @Doc("The bolt listener that gets some traffic.") HostPort boltListener,
    @Default("20") @Doc("Requests a second to each of the two listeners; 0 for none.")
        int requestsPerSecond) {
  /** So much can be told apart on the live line, and it is no load test. */
  private static final int MOST = 1000;

  public DemoConfig {
    if (requestsPerSecond < 0 || requestsPerSecond > MOST) {
      throw new IllegalArgumentException(
          "requestsPerSecond must be from 0 to " + MOST + ", got " + requestsPerSecond);
    }
  }
}
