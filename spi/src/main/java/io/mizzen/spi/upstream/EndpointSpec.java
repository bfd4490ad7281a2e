package io.mizzen.spi.upstream;

import java.util.Map;

/**
 * An endpoint as a source describes it.
 *
 * @param address a resolved {@code host:port}, {@code [v6]:port} or {@code unix:/path}
 * @param weight from 1
 * @param metadata words about it
 */
public record EndpointSpec(String address, int weight, Map<String, String> metadata) {
  public EndpointSpec {
    metadata = Map.copyOf(metadata);
    if (weight < 1) {
      throw new IllegalArgumentException("weight must be at least 1, got " + weight);
    }
  }

  /** An endpoint of weight 1 without metadata. */
  public static EndpointSpec of(String address) {
    return new EndpointSpec(address, 1, Map.of());
  }
}
