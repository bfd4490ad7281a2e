package io.mizzen.kernel.proxy;

import io.mizzen.kernel.router.KernelRoute;
import io.mizzen.kernel.router.RouteTable;
import io.mizzen.kernel.upstream.Cluster;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route table with the clusters its routes name, as one snapshot has them. Immutable. */
public final class BoundTable {
  private final RouteTable table;
  private final @Nullable Cluster[][] clusters;

  public BoundTable(RouteTable table, Map<String, Cluster> byName) {
    this.table = table;
    List<KernelRoute> routes = table.routes();
    this.clusters = new Cluster[routes.size()][];
    for (int i = 0; i < clusters.length; i++) {
      List<String> names = routes.get(i).clusters();
      clusters[i] = new Cluster[names.size()];
      for (int j = 0; j < names.size(); j++) {
        clusters[i][j] = byName.get(names.get(j));
      }
    }
  }

  public RouteTable table() {
    return table;
  }

  /** The cluster of that name, or null if no route leads there. */
  @Nullable Cluster named(String name) {
    for (@Nullable Cluster[] targets : clusters) {
      for (Cluster target : targets) {
        if (target != null && target.name().equals(name)) {
          return target;
        }
      }
    }
    return null;
  }

  /** The cluster a route chose, or null if the snapshot has none of that name. */
  @Nullable Cluster cluster(KernelRoute route, int choice) {
    @Nullable Cluster[] targets = clusters[route.index()];
    return choice < targets.length ? targets[choice] : null;
  }
}
