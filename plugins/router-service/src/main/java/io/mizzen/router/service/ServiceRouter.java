package io.mizzen.router.service;

import io.mizzen.lib.matching.RuleWords;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.stream.StreamContext;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The first route of the table that matches wins. Immutable; called by all workers. */
final class ServiceRouter implements Router {
  /** By the position in the table; null where a route could not be bound. */
  private final @Nullable Rule[] rules;

  private final ServiceIndex index;

  ServiceRouter(List<Rule> inOrder, ServiceIndex index) {
    int length = inOrder.isEmpty() ? 0 : inOrder.get(inOrder.size() - 1).index + 1;
    this.rules = new @Nullable Rule[length];
    inOrder.forEach(rule -> rules[rule.index] = rule);
    this.index = index;
  }

  @Override
  public @Nullable Route match(RequestHead head, StreamContext stream) {
    int found = index.find(head, rules.length);
    return found == rules.length ? null : rules[found].route;
  }

  @Override
  public Level needs(Route route) {
    return rules[route.index()].looks() ? Level.MEDIUM : Level.LIGHT;
  }

  @Override
  public void rewrite(Route route, RequestHead head) {
    rules[route.index()].rewrite(head);
  }

  @Override
  public void explain(RequestHead head, Consumer<String> steps) {
    RuleWords.explain(rules, head, steps);
  }
}
