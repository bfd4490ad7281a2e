package io.mizzen.protocol.http1;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** Registers the protocol {@code http1} and the health check {@code httpCheck}. */
public final class Http1Plugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new Http1ProtocolFactory());
    registrar.add(ExtensionPoints.HEALTH_CHECKS, new HttpCheckFactory());
  }
}
