package io.mizzen.protocol.bolt;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.xprotocol.FrameCounters;
import io.mizzen.xprotocol.convert.Conversion;

/** The protocol, the health check that speaks it, and calls of SOFARPC turned into it. */
public final class BoltPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new BoltFactory());
    registrar.add(ExtensionPoints.HEALTH_CHECKS, new BoltCheckFactory());
    registrar.add(Conversion.POINT, new SofaConversion.Offer());
    FrameCounters.declare(registrar, BoltFormat.WORD);
  }
}
