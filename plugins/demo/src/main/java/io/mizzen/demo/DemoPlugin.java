package io.mizzen.demo;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** Registers the service {@code demo}. */
public final class DemoPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.SERVICES, new DemoFactory());
  }
}
