package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** When and how far the workers of a process share the endpoints of a cluster among them. */
public record WorkerSubsetConfig(
    @Default("1024") @Doc("Workers times endpoints up to which every worker uses every endpoint.")
        int above,
    @Default("64") @Doc("A worker uses at least so many endpoints.") int minimum) {
  public WorkerSubsetConfig {
    if (above < 0) {
      throw new IllegalArgumentException("above must be at least 0, got " + above);
    }
    if (minimum < 1) {
      throw new IllegalArgumentException("minimum must be at least 1, got " + minimum);
    }
  }
}
