package io.mizzen.protocol.thrift;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.xprotocol.FrameCounters;

/** The protocol. */
public final class ThriftPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new ThriftFactory());
    FrameCounters.declare(registrar, ThriftFormat.WORD);
  }
}
