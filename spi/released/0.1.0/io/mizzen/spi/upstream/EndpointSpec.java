package io.mizzen.spi.upstream;
import java.util.Map;
public record EndpointSpec(String address, int weight, Map<String, String> metadata) {
  public EndpointSpec {
    metadata = Map.copyOf(metadata);
    if (weight < 1) {
      throw new IllegalArgumentException("weight must be at least 1, got " + weight);
    }
  }
  public static EndpointSpec of(String address) {
    return new EndpointSpec(address, 1, Map.of());
  }
}
