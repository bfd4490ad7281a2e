package io.mizzen.protocol.bolt;

import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.xprotocol.FrameProtocols;

/** Makes both sides of bolt. */
final class BoltFactory implements ProtocolFactory<BoltServerConfig, BoltClientConfig> {
  @Override
  public String type() {
    return BoltFormat.WORD;
  }

  @Override
  public String summary() {
    return "The bolt protocol of SOFABolt and SOFARPC, versions 1 and 2 with check sums.";
  }

  @Override
  public Class<BoltServerConfig> serverConfigType() {
    return BoltServerConfig.class;
  }

  @Override
  public Class<BoltClientConfig> clientConfigType() {
    return BoltClientConfig.class;
  }

  @Override
  public ServerProtocol server(BoltServerConfig config, Host host) {
    return FrameProtocols.server(new BoltFormat(config.goAway()), config, BoltFormat.WORD, host);
  }

  /** Upstreams are never told to leave. */
  @Override
  public ClientProtocol client(BoltClientConfig config, Host host) {
    return FrameProtocols.client(new BoltFormat(GoAway.OFF), config, BoltFormat.WORD, host);
  }
}
