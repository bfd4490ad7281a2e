package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.model.RouteConfig;
import io.mizzen.kernel.config.model.RouteTableConfig;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Host;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.route.RouterFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes tables for the warm-up with the router of a configured one: a router of another class would
 * have the compilers bet on that.
 */
final class WarmUpTables {
  /** The first routes of a table are enough of its matching, however many there are. */
  private static final int MOST_ROUTES = 64;

  /** About what a small answer has. */
  private static final int ANSWER_LENGTH = 512;

  /** Nobody hears them: the table is the configured one, which was looked at. */
  private static final RouteProblems HEARD_BEFORE =
      new RouteProblems() {
        @Override
        public void error(Route route, String key, String sentence) {
          // Told when the table itself was built.
        }

        @Override
        public void warning(Route route, String key, String sentence) {
          // Told when the table itself was built.
        }
      };

  private final PluginSet plugins;
  private final Hosts hosts;
  private final int workers;

  WarmUpTables(PluginSet plugins, Hosts hosts, int workers) {
    this.plugins = plugins;
    this.hosts = hosts;
    this.workers = workers;
  }

  /**
   * The first routes of a table, then one that takes what they did not.
   *
   * @throws IllegalArgumentException if the router cannot have such a route
   */
  RouteTable towards(RouteTable table, RouteTableConfig config, String cluster) {
    List<RouteConfig> routes = new ArrayList<>();
    for (RouteConfig route : config.routes()) {
      // A route that answers by itself would keep requests from the way that is to be warmed.
      if (routes.size() < MOST_ROUTES && route.reply() == null) {
        routes.add(route);
      }
    }
    routes.add(Defaults.of(RouteConfig.class, "{cluster: '" + cluster + "'}"));
    return made(table, config, routes, null);
  }

  /** A table that answers everything itself. */
  RouteTable answering(RouteTable table, RouteTableConfig config) {
    LocalReply reply = LocalReply.of(Why.OK, "w".repeat(ANSWER_LENGTH));
    return made(table, config, List.of(Defaults.of(RouteConfig.class, "{}")), reply);
  }

  private RouteTable made(
      RouteTable table,
      RouteTableConfig config,
      List<RouteConfig> routes,
      @Nullable LocalReply reply) {
    Registration<RouterFactory<?, ?>> found =
        plugins.find(ExtensionPoints.ROUTERS, table.routerType());
    if (found == null) {
      throw new IllegalArgumentException("no router " + table.routerType());
    }
    List<KernelRoute> made = new ArrayList<>();
    for (RouteConfig route : routes) {
      made.add(new KernelRoute(table.name(), made.size(), route, reply, "", workers));
    }
    Router router =
        router(found.factory(), config.router().config(), made, hosts.of(found.plugin()));
    return new RouteTable(table.name(), table.routerType(), router, made, workers);
  }

  private static <C extends Record, R extends Record> Router router(
      RouterFactory<C, R> factory, Record config, List<KernelRoute> routes, Host host) {
    List<RouteEntry<R>> entries = new ArrayList<>();
    for (KernelRoute route : routes) {
      R spec =
          route.config().spec() == null
              ? Defaults.of(factory.routeType(), "{}")
              : route.config().spec().bind(factory.routeType());
      if (spec != null) {
        entries.add(new RouteEntry<>(route, spec));
      }
    }
    return factory.create(factory.configType().cast(config), entries, HEARD_BEFORE, host);
  }
}
