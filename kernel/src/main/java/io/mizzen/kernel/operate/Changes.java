package io.mizzen.kernel.operate;

import io.mizzen.kernel.router.RouteTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How much of each kind of thing is different from one blueprint to the next. */
public record Changes(Change listeners, Change routes, Change clusters) {

  /** So many of a kind. */
  public record Change(int added, int changed, int removed) {
    boolean isNothing() {
      return added + changed + removed == 0;
    }

    /** For views and answers. */
    Map<String, Object> toTree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("added", added);
      tree.put("changed", changed);
      tree.put("removed", removed);
      return tree;
    }
  }

  static Changes between(@Nullable Blueprint before, Blueprint next) {
    return new Changes(
        change(before, next, Changes::listeners),
        change(before, next, Changes::routes),
        change(before, next, Changes::clusters));
  }

  private static Map<String, Object> listeners(Blueprint of) {
    Map<String, Object> all = new HashMap<>();
    of.config().listeners().forEach(listener -> all.put(listener.name(), listener));
    return all;
  }

  private static Map<String, Object> routes(Blueprint of) {
    Map<String, Object> all = new HashMap<>();
    for (RouteTable table : of.tables().values()) {
      table.routes().forEach(route -> all.put(table.name() + "/" + route.name(), route.config()));
    }
    return all;
  }

  private static Map<String, Object> clusters(Blueprint of) {
    Map<String, Object> all = new HashMap<>();
    of.config().clusters().forEach(cluster -> all.put(cluster.name(), cluster));
    return all;
  }

  private static Change change(
      @Nullable Blueprint before, Blueprint next, Function<Blueprint, Map<String, Object>> kind) {
    Map<String, Object> was = before == null ? Map.of() : kind.apply(before);
    Map<String, Object> is = kind.apply(next);
    int added = 0;
    int changed = 0;
    for (Map.Entry<String, Object> entry : is.entrySet()) {
      Object old = was.get(entry.getKey());
      if (old == null) {
        added++;
      } else if (!old.equals(entry.getValue())) {
        changed++;
      }
    }
    int removed = (int) was.keySet().stream().filter(name -> !is.containsKey(name)).count();
    return new Change(added, changed, removed);
  }
}
