package io.mizzen.inspector.tls;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** Registers {@code tlsInspector}. */
public final class TlsInspectorPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.INSPECTORS, new TlsInspectorFactory());
  }
}
