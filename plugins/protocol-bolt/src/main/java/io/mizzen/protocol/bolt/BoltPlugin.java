package io.mizzen.protocol.bolt;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.xprotocol.FrameCounters;

/** The protocol, and the health check that speaks it. */
public final class BoltPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new BoltFactory());
    registrar.add(ExtensionPoints.HEALTH_CHECKS, new BoltCheckFactory());
    FrameCounters.declare(registrar, BoltFormat.WORD);
  }
}
