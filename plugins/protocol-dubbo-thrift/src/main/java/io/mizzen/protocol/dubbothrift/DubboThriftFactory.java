package io.mizzen.protocol.dubbothrift;

import io.mizzen.lib.thrift.ThriftServerConfig;
import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.xprotocol.FrameFormat;
import io.mizzen.xprotocol.FrameProtocols;

/** Makes both sides. */
final class DubboThriftFactory
    implements ProtocolFactory<ThriftServerConfig, DubboThriftClientConfig> {
  /** What its metrics begin with. */
  static final String COUNTERS = "dubbo_thrift";

  private final FrameFormat format = new DubboThriftFormat();

  @Override
  public String type() {
    return format.word();
  }

  @Override
  public String summary() {
    return "The thrift protocol of Dubbo 2.5 to 2.7, which is not plain Thrift.";
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
  public Class<DubboThriftClientConfig> clientConfigType() {
    return DubboThriftClientConfig.class;
  }

  @Override
  public ServerProtocol server(ThriftServerConfig config, Host host) {
    return FrameProtocols.server(format, config, COUNTERS, host);
  }

  @Override
  public ClientProtocol client(DubboThriftClientConfig config, Host host) {
    return FrameProtocols.client(format, config, COUNTERS, host);
  }
}
