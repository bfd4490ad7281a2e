package io.mizzen.spi.operate;

import io.mizzen.spi.ConfiguredFactory;

/**
 * Makes a {@link Service}. Its {@link #type()} is the top-level key of the configuration that holds
 * its record.
 *
 * @param <C> its configuration
 */
public interface ServiceFactory<C extends Record> extends ConfiguredFactory<C, Service> {
  /** Whether it runs with all defaults when the configuration does not mention it. */
  default Presence presence() {
    return Presence.WHEN_CONFIGURED;
  }

  /** When a service runs. */
  enum Presence {
    /** Only if its key is there. */
    WHEN_CONFIGURED,
    /** Always, with defaults if its key is not there. */
    ALWAYS
  }
}
