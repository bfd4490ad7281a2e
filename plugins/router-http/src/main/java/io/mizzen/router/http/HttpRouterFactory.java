package io.mizzen.router.http;

import io.mizzen.spi.Host;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.route.RouterFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes {@code httpRouter}: compiles the routes, checks the table, builds the index. */
final class HttpRouterFactory implements RouterFactory<HttpRouterConfig, HttpRouteConfig> {
  @Override
  public String type() {
    return "httpRouter";
  }

  @Override
  public String summary() {
    return "Routes by host, path, method, headers and query; redirects and rewrites.";
  }

  @Override
  public Class<HttpRouterConfig> configType() {
    return HttpRouterConfig.class;
  }

  @Override
  public Class<HttpRouteConfig> routeType() {
    return HttpRouteConfig.class;
  }

  @Override
  public Router create(
      HttpRouterConfig config,
      List<RouteEntry<HttpRouteConfig>> routes,
      RouteProblems problems,
      Host host) {
    TableCheck check = new TableCheck(problems);
    Map<HostPattern, PathTree> trees = new HashMap<>();
    List<Rule> rules = new ArrayList<>(routes.size());
    for (RouteEntry<HttpRouteConfig> entry : routes) {
      Rule rule = new Rule(entry.route(), entry.spec());
      check.look(rule, trees);
      for (HostPattern pattern : rule.hosts) {
        trees.computeIfAbsent(pattern, p -> new PathTree()).add(rule);
      }
      rules.add(rule);
    }
    return new HttpRouter(rules, new HostIndex(trees));
  }
}
