package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.RefersTo;
import java.time.Duration;

/** Forwards the bytes of a connection. */
public record TcpProxyConfig(
    @RefersTo("clusters")
        @Doc("The cluster; each downstream connection gets one connection to an endpoint.")
        String cluster,
    @Default("1h")
        @Doc("Without a byte either way for that long, both ends are closed; 0s for never.")
        Duration idleTimeout,
    @Default("3") @Doc("Endpoints that are tried before the connection is given up.")
        int maxConnectAttempts) {
  public TcpProxyConfig {
    if (maxConnectAttempts < 1) {
      throw new IllegalArgumentException(
          "maxConnectAttempts must be at least 1, got " + maxConnectAttempts);
    }
  }
}
