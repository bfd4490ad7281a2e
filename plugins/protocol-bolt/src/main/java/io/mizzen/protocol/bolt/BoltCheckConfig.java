package io.mizzen.protocol.bolt;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** How an endpoint is asked. */
@Doc("Asks an endpoint with a bolt heartbeat.")
public record BoltCheckConfig(
    @Doc("The version the heartbeat is sent in.") @Default("v1") Version version) {

  /** A version of the protocol. */
  public enum Version {
    @Doc("bolt version 1: every SOFABolt understands it.")
    V1,
    @Doc("bolt version 2.")
    V2
  }
}
