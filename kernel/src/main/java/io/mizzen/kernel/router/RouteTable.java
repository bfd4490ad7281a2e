package io.mizzen.kernel.router;

import io.mizzen.spi.Worker;
import io.mizzen.spi.route.Router;
import java.util.List;

/** A router with its routes and how often each was taken. */
public final class RouteTable {
  private final String name;
  private final String routerType;
  private final Router router;
  private final List<KernelRoute> routes;
  private final long[][] hits;

  public RouteTable(
      String name, String routerType, Router router, List<KernelRoute> routes, int workers) {
    this.name = name;
    this.routerType = routerType;
    this.router = router;
    this.routes = List.copyOf(routes);
    // A row per worker, written by it alone; views add the rows up and may be a little behind.
    this.hits = new long[workers][routes.size()];
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

  /** How often a route was taken. */
  public long hits(KernelRoute route) {
    long sum = 0;
    for (long[] row : hits) {
      sum += row[route.index()];
    }
    return sum;
  }
}
