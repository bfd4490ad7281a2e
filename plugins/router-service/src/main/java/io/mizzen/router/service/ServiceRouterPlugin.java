package io.mizzen.router.service;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** Registers {@code serviceRouter}. */
public final class ServiceRouterPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.ROUTERS, new ServiceRouterFactory());
  }
}
