package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.AutoProtocolConfig;
import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;

/**
 * The word {@code auto} of a listener's protocol. It stands for the list in its configuration,
 * which the blueprint resolves; by itself it is no protocol.
 */
final class AutoProtocol implements ProtocolFactory<AutoProtocolConfig, AutoProtocol.None> {
  static final String TYPE = "auto";

  /** Clusters have nothing to detect. */
  record None() {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String summary() {
    return "Tells several protocols on one port apart by their first bytes.";
  }

  @Override
  public Class<AutoProtocolConfig> serverConfigType() {
    return AutoProtocolConfig.class;
  }

  @Override
  public Class<None> clientConfigType() {
    return None.class;
  }

  @Override
  public ServerProtocol server(AutoProtocolConfig config, Host host) {
    throw new IllegalArgumentException("'auto' cannot be one of the protocols of 'auto'");
  }

  @Override
  public ClientProtocol client(None config, Host host) {
    throw new IllegalArgumentException("'auto' is for listeners; a cluster speaks one protocol");
  }
}
