package io.mizzen.protocol.dubbo;

import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.xprotocol.FrameProtocols;

/** Makes both sides of dubbo. */
final class DubboFactory implements ProtocolFactory<DubboServerConfig, DubboClientConfig> {
  @Override
  public String type() {
    return DubboFormat.WORD;
  }

  @Override
  public String summary() {
    return "The dubbo protocol of Apache Dubbo, with hessian2 and fastjson2 envelopes.";
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<DubboServerConfig> serverConfigType() {
    return DubboServerConfig.class;
  }

  @Override
  public Class<DubboClientConfig> clientConfigType() {
    return DubboClientConfig.class;
  }

  @Override
  public ServerProtocol server(DubboServerConfig config, Host host) {
    return FrameProtocols.server(
        new DubboFormat(config.callerTimeout()), config, DubboFormat.WORD, host);
  }

  @Override
  public ClientProtocol client(DubboClientConfig config, Host host) {
    return FrameProtocols.client(
        new DubboFormat(CallerTimeout.IGNORE), config, DubboFormat.WORD, host);
  }
}
