package io.mizzen.spi.protocol;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.Host;

/**
 * Makes the two sides of a protocol. Quick: no I/O, no threads, no statics.
 *
 * @param <S> the configuration under a listener
 * @param <C> the configuration under a cluster
 */
public interface ProtocolFactory<S extends Record, C extends Record> extends ExtensionFactory {
  /** The record of a listener's {@code protocol: {config}}. */
  Class<S> serverConfigType();

  /** The record of a cluster's {@code protocol: {config}}. */
  Class<C> clientConfigType();

  /** The protocol as a listener speaks it. */
  ServerProtocol server(S config, Host host);

  /** The protocol as a cluster speaks it. */
  ClientProtocol client(C config, Host host);
}
