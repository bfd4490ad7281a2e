package io.mizzen.router.http;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** Registers {@code httpRouter}. */
public final class HttpRouterPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.ROUTERS, new HttpRouterFactory());
    registrar.why(Redirect.WHY);
  }
}
