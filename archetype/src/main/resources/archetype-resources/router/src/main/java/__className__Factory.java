package ${package};

import io.mizzen.spi.Host;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.route.RouterFactory;
import java.util.List;

/** The router {@code ${type}}. */
final class ${className}Factory
    implements RouterFactory<${className}Config, ${className}RouteConfig> {
  @Override
  public String type() {
    return "${type}";
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
  public Class<${className}Config> configType() {
    return ${className}Config.class;
  }

  @Override
  public Class<${className}RouteConfig> routeType() {
    return ${className}RouteConfig.class;
  }

  @Override
  public Router create(
      ${className}Config config,
      List<RouteEntry<${className}RouteConfig>> routes,
      RouteProblems problems,
      Host host) {
    for (int i = 0; i + 1 < routes.size(); i++) {
      if (routes.get(i).spec().begins().isEmpty()) {
        problems.warning(
            routes.get(i).route(), "begins", "it takes every request, so later routes get none");
      }
    }
    return new ${className}Router(routes);
  }
}
