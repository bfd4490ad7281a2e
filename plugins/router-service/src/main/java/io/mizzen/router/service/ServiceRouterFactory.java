package io.mizzen.router.service;

import io.mizzen.lib.matching.TextMatch;
import io.mizzen.spi.Host;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.route.RouterFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes {@code serviceRouter}: compiles the routes, checks the table, builds the index. */
final class ServiceRouterFactory implements RouterFactory<ServiceRouterConfig, ServiceRouteConfig> {
  /** What makes two matches equal, however they are written. */
  private record Sameness(
      NamePattern service, NamePattern operation, Map<String, TextMatch> fields) {
    static Sameness of(Rule rule) {
      return new Sameness(rule.service, rule.operation, rule.match.fields());
    }
  }

  @Override
  public String type() {
    return "serviceRouter";
  }

  @Override
  public String summary() {
    return "Routes calls by service, operation and fields.";
  }

  @Override
  public Class<ServiceRouterConfig> configType() {
    return ServiceRouterConfig.class;
  }

  @Override
  public Class<ServiceRouteConfig> routeType() {
    return ServiceRouteConfig.class;
  }

  @Override
  public Router create(
      ServiceRouterConfig config,
      List<RouteEntry<ServiceRouteConfig>> routes,
      RouteProblems problems,
      Host host) {
    PatternTable<RuleSet.Growing> table = new PatternTable<>();
    Map<Sameness, Rule> seen = new HashMap<>();
    List<Rule> rules = new ArrayList<>(routes.size());
    for (RouteEntry<ServiceRouteConfig> entry : routes) {
      Rule rule = new Rule(entry.route(), entry.spec());
      check(rule, seen.putIfAbsent(Sameness.of(rule), rule), table, problems);
      table.at(rule.service, RuleSet.Growing::new).add(rule);
      rules.add(rule);
    }
    return new ServiceRouter(rules, new ServiceIndex(table));
  }

  /**
   * Two equal matches are an error. A route whose calls all go to earlier ones is a warning, as
   * people leave such routes standing while they change a table.
   */
  private static void check(
      Rule rule,
      @Nullable Rule same,
      PatternTable<RuleSet.Growing> earlier,
      RouteProblems problems) {
    if (rule.route.target() == Route.Target.NONE) {
      problems.error(rule.route, "", "goes nowhere: needs one of 'cluster', 'clusters', 'reply'");
    }
    if (rule.rewrite != null && rule.route.target() == Route.Target.REPLY) {
      problems.error(
          rule.route, "rewrite", "nothing is rewritten for a 'reply': no upstream sees the call");
    }
    if (same != null) {
      problems.error(
          rule.route, "match", "can never be reached: " + name(same) + " has the same match");
      return;
    }
    for (RuleSet.Growing set : earlier.covering(rule.service)) {
      Rule hiding = set.hiding(rule);
      if (hiding != null) {
        problems.warning(
            rule.route,
            "match",
            "can never be reached: "
                + name(hiding)
                + " stands before it and takes all its calls; the first match wins");
        return;
      }
    }
  }

  private static String name(Rule rule) {
    return "route '" + rule.route.name() + "' (" + rule.route.place() + ")";
  }
}
