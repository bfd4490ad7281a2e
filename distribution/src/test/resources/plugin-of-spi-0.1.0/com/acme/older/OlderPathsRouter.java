package com.acme.older;

import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.stream.StreamContext;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Immutable, asked by all workers; nothing is allocated for a request. */
final class OlderPathsRouter implements Router {
  private final List<RouteEntry<OlderPathsRouteConfig>> routes;

  OlderPathsRouter(List<RouteEntry<OlderPathsRouteConfig>> routes) {
    this.routes = List.copyOf(routes);
  }

  @Override
  public @Nullable Route match(RequestHead head, StreamContext stream) {
    for (int i = 0; i < routes.size(); i++) {
      if (takes(routes.get(i).spec(), head)) {
        return routes.get(i).route();
      }
    }
    return null;
  }

  private static boolean takes(OlderPathsRouteConfig route, RequestHead head) {
    CharSequence operation = head.operation();
    String begins = route.begins();
    if (operation.length() < begins.length()) {
      return false;
    }
    for (int i = 0; i < begins.length(); i++) {
      if (operation.charAt(i) != begins.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void explain(RequestHead head, Consumer<String> steps) {
    for (RouteEntry<OlderPathsRouteConfig> entry : routes) {
      boolean takes = takes(entry.spec(), head);
      String words = takes ? " takes it: begins with '" : " does not begin with '";
      steps.accept(entry.route().name() + words + entry.spec().begins() + "'");
      if (takes) {
        return;
      }
    }
  }
}
