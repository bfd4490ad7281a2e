package com.acme.older;

import io.mizzen.spi.Host;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.route.RouterFactory;
import java.util.List;

/** The router {@code olderPaths}. */
final class OlderPathsFactory
    implements RouterFactory<OlderPathsConfig, OlderPathsRouteConfig> {
  @Override
  public String type() {
    return "olderPaths";
  }

  @Override
  public String summary() {
    return "The first route whose words the operation begins with.";
  }

  @Override
  public Stability stability() {
    return Stability.DEVELOPMENT;
  }

  @Override
  public Class<OlderPathsConfig> configType() {
    return OlderPathsConfig.class;
  }

  @Override
  public Class<OlderPathsRouteConfig> routeType() {
    return OlderPathsRouteConfig.class;
  }

  @Override
  public Router create(
      OlderPathsConfig config,
      List<RouteEntry<OlderPathsRouteConfig>> routes,
      RouteProblems problems,
      Host host) {
    for (int i = 0; i + 1 < routes.size(); i++) {
      if (routes.get(i).spec().begins().isEmpty()) {
        problems.warning(
            routes.get(i).route(), "begins", "it takes every request, so later routes get none");
      }
    }
    return new OlderPathsRouter(routes);
  }
}
