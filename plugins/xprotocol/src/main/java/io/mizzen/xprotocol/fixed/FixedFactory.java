package io.mizzen.xprotocol.fixed;

import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.xprotocol.FrameProtocols;

/** Makes both sides of a protocol that stands in YAML. */
public final class FixedFactory implements ProtocolFactory<FixedServerConfig, FixedClientConfig> {
  /** What the names of its metrics begin with. */
  public static final String COUNTERS = "fixed_header";

  @Override
  public String type() {
    return FixedFormat.WORD;
  }

  @Override
  public String summary() {
    return "Any protocol whose frames have a header of fixed length, described in YAML.";
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<FixedServerConfig> serverConfigType() {
    return FixedServerConfig.class;
  }

  @Override
  public Class<FixedClientConfig> clientConfigType() {
    return FixedClientConfig.class;
  }

  @Override
  public ServerProtocol server(FixedServerConfig config, Host host) {
    return FrameProtocols.server(new FixedFormat(config.layout()), config, COUNTERS, host);
  }

  @Override
  public ClientProtocol client(FixedClientConfig config, Host host) {
    return FrameProtocols.client(new FixedFormat(config.layout()), config, COUNTERS, host);
  }
}
