package io.mizzen.spi.route;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.Host;
import java.util.List;

/**
 * Makes routers.
 *
 * @param <C> the configuration of the router itself
 * @param <R> the keys of each route that belong to the router, {@code match} among them
 */
public interface RouterFactory<C extends Record, R extends Record> extends ExtensionFactory {
  /** The record of {@code router: {config}}. */
  Class<C> configType();

  /** The record to which the router's keys of each route are bound. */
  Class<R> routeType();

  /**
   * Builds the router. On the configuration thread; may take time proportional to the routes.
   *
   * @param routes in the order of the table
   * @param problems takes what is wrong with single routes; after an error the router is not used,
   *     but it must be returned, so that the rest of the table is looked at too
   * @throws IllegalArgumentException with a sentence for users if the table as a whole cannot work
   */
  Router create(C config, List<RouteEntry<R>> routes, RouteProblems problems, Host host);
}
