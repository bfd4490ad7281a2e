package io.mizzen.router.http;

import io.mizzen.lib.matching.RuleWords;
import io.mizzen.spi.protocol.Level;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.stream.StreamContext;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The first route of the table that matches wins. Immutable; called by all workers. */
final class HttpRouter implements Router {
  /** By the position in the table; null where a route could not be bound. */
  private final @Nullable Rule[] rules;

  private final HostIndex index;

  HttpRouter(List<Rule> inOrder, HostIndex index) {
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

  /** Hosts and paths are all there is to this router. */
  @Override
  public Level needs(Route route) {
    return Level.MEDIUM;
  }

  @Override
  public @Nullable LocalReply answer(Route route, RequestHead head) {
    Redirect redirect = rules[route.index()].redirect;
    return redirect == null ? null : redirect.answer(head);
  }

  @Override
  public void rewrite(Route route, RequestHead head) {
    Rewrite rewrite = rules[route.index()].rewrite;
    if (rewrite != null) {
      rewrite.apply(head);
    }
  }

  @Override
  public void explain(RequestHead head, Consumer<String> steps) {
    RuleWords.explain(rules, head, steps);
  }
}
