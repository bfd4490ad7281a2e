package io.mizzen.transport.proxyprotocol;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** Registers {@code proxyProtocol} as an inspector and as a preamble. */
public final class ProxyProtocolPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.INSPECTORS, new ProxyProtocolInspectorFactory());
    registrar.add(ExtensionPoints.PREAMBLES, new ProxyProtocolPreambleFactory());
  }
}
