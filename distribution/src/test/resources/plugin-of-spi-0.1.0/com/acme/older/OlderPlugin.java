package com.acme.older;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** One of each kind that SPI 0.1.0 had a template for, as that version's templates wrote them. */
public final class OlderPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.PROTOCOLS, new OlderRpcFactory());
    registrar.add(ExtensionPoints.STREAM_FILTERS, new OlderStampFactory());
    registrar.add(ExtensionPoints.ROUTERS, new OlderPathsFactory());
    registrar.add(ExtensionPoints.DISCOVERY, new OlderRegistryFactory());
    registrar.add(ExtensionPoints.LOAD_BALANCERS, new OlderFirstFactory());
  }
}
