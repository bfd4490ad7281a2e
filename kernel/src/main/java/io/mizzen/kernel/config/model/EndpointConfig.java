package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.config.ShortForm;
import java.util.Map;

/** A fixed endpoint; in YAML also just its address. */
public record EndpointConfig(
    @ShortForm @Doc("host:port, [v6]:port or unix:/path.") HostPort address,
    @Default("1") @Doc("Its share relative to the others.") int weight,
    @Doc("Words about it, such as its zone.") Map<String, String> metadata) {
  public EndpointConfig {
    if (weight < 1 || weight > 1_000_000) {
      throw new IllegalArgumentException("weight must be from 1 to 1000000, got " + weight);
    }
  }
}
