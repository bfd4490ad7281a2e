package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.RefersTo;

/** A share of a route's traffic. */
public record WeightedClusterConfig(
    @RefersTo("clusters") @Doc("The cluster.") String cluster,
    @Doc("Its share relative to the others; 0 for none.") int weight) {
  public WeightedClusterConfig {
    if (weight < 0 || weight > 1_000_000) {
      throw new IllegalArgumentException("weight must be from 0 to 1000000, got " + weight);
    }
  }
}
