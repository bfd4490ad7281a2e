package io.mizzen.protocol.thrift;

import io.mizzen.lib.thrift.ThriftServerConfig;
import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FrameProtocols;

/** Makes both sides. */
final class ThriftFactory implements ProtocolFactory<ThriftServerConfig, ThriftClientConfig> {
  private final FrameFormat format = new ThriftFormat();

  @Override
  public String type() {
    return format.word();
  }

  @Override
  public String summary() {
    return "Apache Thrift in frames, binary and compact.";
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<ThriftServerConfig> serverConfigType() {
    return ThriftServerConfig.class;
  }

  @Override
  public Class<ThriftClientConfig> clientConfigType() {
    return ThriftClientConfig.class;
  }

  @Override
  public ServerProtocol server(ThriftServerConfig config, Host host) {
    return FrameProtocols.server(format, config, ThriftFormat.WORD, host);
  }

  @Override
  public ClientProtocol client(ThriftClientConfig config, Host host) {
    return FrameProtocols.client(format, config, ThriftFormat.WORD, host);
  }
}
