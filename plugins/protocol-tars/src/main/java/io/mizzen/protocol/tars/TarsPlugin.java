package io.mizzen.protocol.tars;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.xprotocol.FrameCounters;

/** The protocol. */
public final class TarsPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new TarsFactory());
    FrameCounters.declare(registrar, TarsFormat.WORD);
  }
}
