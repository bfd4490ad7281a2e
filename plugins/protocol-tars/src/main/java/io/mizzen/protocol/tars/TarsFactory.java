package io.mizzen.protocol.tars;

import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.xprotocol.FrameProtocols;

/** Makes both sides of tars. */
final class TarsFactory implements ProtocolFactory<TarsServerConfig, TarsClientConfig> {
  @Override
  public String type() {
    return TarsFormat.WORD;
  }

  @Override
  public String summary() {
    return "The Tars protocol, versions 1 (tars) and 2, 3 (TUP).";
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<TarsServerConfig> serverConfigType() {
    return TarsServerConfig.class;
  }

  @Override
  public Class<TarsClientConfig> clientConfigType() {
    return TarsClientConfig.class;
  }

  @Override
  public ServerProtocol server(TarsServerConfig config, Host host) {
    return FrameProtocols.server(new TarsFormat(), config, TarsFormat.WORD, host);
  }

  @Override
  public ClientProtocol client(TarsClientConfig config, Host host) {
    return FrameProtocols.client(new TarsFormat(), config, TarsFormat.WORD, host);
  }
}
