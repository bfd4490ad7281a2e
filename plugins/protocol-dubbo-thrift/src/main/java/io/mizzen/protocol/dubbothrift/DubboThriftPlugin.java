package io.mizzen.protocol.dubbothrift;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.xprotocol.FrameCounters;

/** The protocol. */
public final class DubboThriftPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new DubboThriftFactory());
    FrameCounters.declare(registrar, DubboThriftFactory.COUNTERS);
  }
}
