package io.mizzen.kernel.proxy;

import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.stream.FilterPlan;
import java.util.Arrays;
import java.util.List;

/** Which filter of a chain turns the requests of a route into another protocol. Immutable. */
public final class TurnedRoutes {
  /** No filter does. */
  public static final int NOBODY = -1;

  private static final TurnedRoutes NONE = new TurnedRoutes(new int[0]);

  // By the route's index; shorter than the table if no route of it is turned.
  private final int[] filters;

  private TurnedRoutes(int[] filters) {
    this.filters = filters;
  }

  /** Asks the filters of a chain; of several for one route the first counts. */
  public static TurnedRoutes of(FilterPlan plan, List<KernelRoute> routes) {
    int[] found = new int[routes.size()];
    Arrays.fill(found, NOBODY);
    boolean any = false;
    for (KernelRoute route : routes) {
      for (int i = plan.size() - 1; i >= 0; i--) {
        if (plan.filter(i).turnsInto(route) != null) {
          found[route.index()] = i;
          any = true;
        }
      }
    }
    return any ? new TurnedRoutes(found) : NONE;
  }

  /** The index of the filter, or {@link #NOBODY}. */
  public int filterOf(KernelRoute route) {
    return filters.length == 0 ? NOBODY : filters[route.index()];
  }
}
