package io.mizzen.transport.proxyprotocol;

import io.mizzen.spi.Host;
import io.mizzen.spi.network.Inspector;
import io.mizzen.spi.network.InspectorFactory;

/** Makes the inspector {@code proxyProtocol}. */
final class ProxyProtocolInspectorFactory
    implements InspectorFactory<ProxyProtocolInspectorConfig> {
  @Override
  public String type() {
    return "proxyProtocol";
  }

  @Override
  public String summary() {
    return "Takes the caller's address from the PROXY header (v1, v2) of a trusted proxy.";
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<ProxyProtocolInspectorConfig> configType() {
    return ProxyProtocolInspectorConfig.class;
  }

  @Override
  public Inspector.Source create(ProxyProtocolInspectorConfig config, Host host) {
    return new Source(new ProxyProtocolInspector(config), config.timeout().toMillis());
  }

  private record Source(Inspector inspector, long timeoutMillis) implements Inspector.Source {
    @Override
    public Inspector open() {
      return inspector;
    }
  }
}
