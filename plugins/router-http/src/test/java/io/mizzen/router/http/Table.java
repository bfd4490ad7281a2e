package io.mizzen.router.http;

import io.mizzen.lib.matching.TextMatch;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.testkit.FleetingRequest;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route table for tests, and what its check said. */
final class Table implements RouteProblems {
  /** This router asks nothing of the stream: whatever it calls fails. */
  static final StreamContext NO_STREAM = refuse(StreamContext.class);

  private static final io.mizzen.spi.Host NO_HOST = refuse(io.mizzen.spi.Host.class);

  final List<RouteEntry<HttpRouteConfig>> entries = new ArrayList<>();
  final List<String> errors = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  record FakeRoute(String name, String table, int index, Target target) implements Route {
    @Override
    public String place() {
      return "t.yaml:" + (index + 1) + ":1";
    }
  }

  private static <T> T refuse(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new AssertionError("not asked for: " + method);
            }));
  }

  static HttpMatchConfig match(
      List<String> hosts, @Nullable String exact, @Nullable String prefix, @Nullable String regex) {
    return new HttpMatchConfig(hosts, exact, prefix, regex, List.of(), Map.of(), Map.of());
  }

  static HttpMatchConfig prefix(String prefix, String... hosts) {
    return match(List.of(hosts), null, prefix, null);
  }

  static HttpMatchConfig exact(String exact, String... hosts) {
    return match(List.of(hosts), exact, null, null);
  }

  static HttpMatchConfig regex(String regex, String... hosts) {
    return match(List.of(hosts), null, null, regex);
  }

  static HttpMatchConfig methods(HttpMatchConfig match, String... methods) {
    return new HttpMatchConfig(
        match.hosts(),
        match.exact(),
        match.prefix(),
        match.regex(),
        List.of(methods),
        match.headers(),
        match.query());
  }

  static HttpMatchConfig header(HttpMatchConfig match, String name, String value) {
    return new HttpMatchConfig(
        match.hosts(),
        match.exact(),
        match.prefix(),
        match.regex(),
        match.methods(),
        Map.of(name, TextMatch.exactly(value)),
        match.query());
  }

  static HttpMatchConfig query(HttpMatchConfig match, String name, String value) {
    return new HttpMatchConfig(
        match.hosts(),
        match.exact(),
        match.prefix(),
        match.regex(),
        match.methods(),
        match.headers(),
        Map.of(name, TextMatch.exactly(value)));
  }

  Table route(String name, HttpMatchConfig match) {
    return route(name, Route.Target.CLUSTER, new HttpRouteConfig(match, null, null));
  }

  Table redirect(HttpMatchConfig match, RedirectConfig redirect) {
    return route("redirect", Route.Target.NONE, new HttpRouteConfig(match, redirect, null));
  }

  Table rewrite(HttpMatchConfig match, RewriteConfig rewrite) {
    return route("rewrite", Route.Target.CLUSTER, new HttpRouteConfig(match, null, rewrite));
  }

  Table route(String name, Route.Target target, HttpRouteConfig config) {
    entries.add(new RouteEntry<>(new FakeRoute(name, "web", entries.size(), target), config));
    return this;
  }

  Router router() {
    return new HttpRouterFactory().create(new HttpRouterConfig(), entries, this, NO_HOST);
  }

  /** The name of the route a head takes, or "none". */
  static String name(Router router, FleetingRequest head) {
    Route route = router.match(head, NO_STREAM);
    return route == null ? "none" : route.name();
  }

  String taken(String host, String path) {
    return name(router(), new FleetingRequest(host, path));
  }

  @Override
  public void error(Route route, String key, String sentence) {
    errors.add(route.name() + "." + key + " " + sentence);
  }

  @Override
  public void warning(Route route, String key, String sentence) {
    warnings.add(route.name() + "." + key + " " + sentence);
  }
}
