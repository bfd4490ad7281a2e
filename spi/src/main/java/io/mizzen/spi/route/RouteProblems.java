package io.mizzen.spi.route;

/**
 * Takes what a router finds wrong with its table, all of it in one go, so that a user need not
 * repair a table one error at a time. The kernel adds the place of the route and of the key.
 */
public interface RouteProblems {
  /**
   * A route that cannot work; the configuration is refused.
   *
   * @param route the route it is about
   * @param key the key of the route it is about, such as {@code match}; empty for the route itself
   * @param sentence what is wrong, for users
   */
  void error(Route route, String key, String sentence);

  /**
   * A route that works, but hardly as it was meant; the configuration is accepted.
   *
   * @param route the route it is about
   * @param key the same as for {@link #error}
   * @param sentence what is suspicious, for users
   */
  void warning(Route route, String key, String sentence);
}
