package io.mizzen.transport.proxyprotocol;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;

/** Which header an upstream gets. */
@Doc("Tells the upstream who calls, by a PROXY header at the start of each connection.")
public record ProxyProtocolPreambleConfig(
    @Default("v2") @Doc("The version the upstream understands.") Version version) {
  /** The form of the header. */
  public enum Version {
    @Doc("One line of text.")
    V1,
    @Doc("Binary.")
    V2
  }
}
