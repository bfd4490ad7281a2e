package io.mizzen.inspector.tls;

import io.mizzen.spi.Host;
import io.mizzen.spi.network.Inspector;
import io.mizzen.spi.network.InspectorFactory;

/** Makes {@code tlsInspector}. */
final class TlsInspectorFactory implements InspectorFactory<TlsInspectorConfig> {
  @Override
  public String type() {
    return "tlsInspector";
  }

  @Override
  public String summary() {
    return "Tells TLS, TLCP and plain text apart by the first bytes of a connection.";
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<TlsInspectorConfig> configType() {
    return TlsInspectorConfig.class;
  }

  @Override
  public Inspector.Source create(TlsInspectorConfig config, Host host) {
    return new Source(config);
  }

  private record Source(TlsInspectorConfig config) implements Inspector.Source {
    @Override
    public Inspector open() {
      return new TlsInspector(config.whenSilent());
    }

    @Override
    public long timeoutMillis() {
      return config.timeout().toMillis();
    }

    @Override
    public long silenceMillis() {
      return config.whenSilent() == TlsInspectorConfig.WhenSilent.WAIT ? 0 : timeoutMillis();
    }
  }
}
