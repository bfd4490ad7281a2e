package io.mizzen.kernel.router;

import io.mizzen.spi.Worker;
import io.mizzen.spi.route.Router;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A router with its routes and how often each was taken. */
public final class RouteTable {
  private final String name;
  private final String routerType;
  private final Router router;
  private final List<KernelRoute> routes;
  private final long[][] hits;
  private final long[] earlier;

  public RouteTable(
      String name, String routerType, Router router, List<KernelRoute> routes, int workers) {
    this.name = name;
    this.routerType = routerType;
    this.router = router;
    this.routes = List.copyOf(routes);
    // A row per worker, written by it alone; views add the rows up and may be a little behind.
    this.hits = new long[workers][routes.size()];
    this.earlier = new long[routes.size()];
  }

  public String name() {
    return name;
  }

  public String routerType() {
    return routerType;
  }

  public Router router() {
    return router;
  }

  public List<KernelRoute> routes() {
    return routes;
  }

  /** Counts a request that took a route; on the worker. */
  public void hit(Worker worker, KernelRoute route) {
    hits[worker.index()][route.index()]++;
  }

  /**
   * Takes the counts of routes that are the same in the table before this one. Before it is in
   * service; what still runs there is not counted here.
   */
  public void goOnFrom(RouteTable before) {
    Map<String, KernelRoute> known = new HashMap<>();
    before.routes.forEach(route -> known.put(route.name(), route));
    for (KernelRoute route : routes) {
      KernelRoute same = known.get(route.name());
      if (same != null && same.config().equals(route.config())) {
        earlier[route.index()] = before.hits(same);
      }
    }
  }

  /** How often a route was taken. */
  public long hits(KernelRoute route) {
    long sum = earlier[route.index()];
    for (long[] row : hits) {
      sum += row[route.index()];
    }
    return sum;
  }
}
