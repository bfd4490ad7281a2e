package io.mizzen.protocol.dubbo;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.xprotocol.FrameCounters;
import io.mizzen.xprotocol.convert.Conversion;

/** The protocol. */
public final class DubboPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new DubboFactory());
    registrar.add(Conversion.POINT, new DubboConversion.Offer());
    FrameCounters.declare(registrar, DubboFormat.WORD);
  }
}
