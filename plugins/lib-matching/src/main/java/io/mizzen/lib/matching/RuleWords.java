package io.mizzen.lib.matching;

import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What routers say of the rules of a table, for people who ask why a request goes where it goes.
 */
public final class RuleWords {
  private RuleWords() {}

  /** A compiled route of a table. */
  public interface Rule {
    Route route();

    /** Says why a request does not match, or null if it does. */
    @Nullable String failure(RequestHead head);

    /** Says what matched. */
    String success();
  }

  /**
   * Tells of each rule whether it takes a request, up to the first that does.
   *
   * @param rules in the table's order; null where a route could not be bound
   */
  public static void explain(@Nullable Rule[] rules, RequestHead head, Consumer<String> steps) {
    for (Rule rule : rules) {
      if (rule == null) {
        continue;
      }
      Route route = rule.route();
      String name = route.table() + "/" + route.name() + " (" + route.place() + ")";
      String failure = rule.failure(head);
      if (failure == null) {
        steps.accept("taken   " + name + ": " + rule.success());
        return;
      }
      steps.accept("skipped " + name + ": " + failure);
    }
    steps.accept("no route matches");
  }

  /** Says that conditions match: "hosts, prefix and methods match". */
  public static String match(List<String> conditions) {
    int last = conditions.size() - 1;
    return last == 0
        ? conditions.get(0) + " match"
        : String.join(", ", conditions.subList(0, last))
            + " and "
            + conditions.get(last)
            + " match";
  }
}
