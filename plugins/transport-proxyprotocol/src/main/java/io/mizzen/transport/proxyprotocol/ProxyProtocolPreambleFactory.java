package io.mizzen.transport.proxyprotocol;

import io.mizzen.spi.Host;
import io.mizzen.spi.network.Preamble;
import io.mizzen.spi.network.PreambleFactory;

/** Makes the preamble {@code proxyProtocol}. */
final class ProxyProtocolPreambleFactory implements PreambleFactory<ProxyProtocolPreambleConfig> {
  @Override
  public String type() {
    return "proxyProtocol";
  }

  @Override
  public String summary() {
    return "Tells the upstream who calls, by a PROXY header (v1 or v2).";
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<ProxyProtocolPreambleConfig> configType() {
    return ProxyProtocolPreambleConfig.class;
  }

  @Override
  public Preamble create(ProxyProtocolPreambleConfig config, Host host) {
    return switch (config.version()) {
      case V1 -> ProxyProtocolPreamble::writeText;
      case V2 -> ProxyProtocolPreamble::writeBinary;
    };
  }
}
