package io.mizzen.router.http;

import io.mizzen.lib.matching.TextMap;
import io.mizzen.spi.protocol.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one host pattern as a tree of path segments. A look-up follows the segments of the
 * request's path, and only the rules on that way are asked: with 100,000 routes, a handful.
 *
 * <pre>
 *   /            below: the rules of prefix "/"
 *   +- api       prefixes: "/api"; below: "/api/" and regex "/api/v[0-9]+"; exact: "/api"
 *      +- users  ...
 *      +- ""     exact: "/api/"
 * </pre>
 *
 * <p>Order decides, not length: of all rules on the way the one that stands first in the table
 * wins. So each list is in table order and is left as soon as it comes to the best rule found so
 * far.
 */
final class PathIndex {
  private final Rule[] anywhere;
  private final Node root;

  PathIndex(Rule[] anywhere, Node root) {
    this.anywhere = anywhere;
    this.root = root;
  }

  /**
   * @param prefixes take the node's path and everything below it
   * @param below take what is below only
   * @param exact take the node's path only
   */
  record Node(Rule[] prefixes, Rule[] below, Rule[] exact, @Nullable TextMap<Node> children) {}

  /**
   * Finds the first rule of the table that takes a request.
   *
   * @param bound only rules before this index count
   * @return the rule's index, or the bound
   */
  int find(RequestHead head, int bound) {
    int best = first(anywhere, head, bound);
    CharSequence target = head.operation();
    int end = PathPattern.pathEnd(target);
    if (end == 0 || target.charAt(0) != '/') {
      return best;
    }
    Node node = root;
    int slash = 0;
    while (node != null) {
      best = first(node.prefixes, head, best);
      if (slash == end) {
        return first(node.exact, head, best);
      }
      best = first(node.below, head, best);
      if (node.children == null) {
        return best;
      }
      // Asked anew: the rules may have overwritten the view.
      target = head.operation();
      int next = slash + 1;
      while (next < end && target.charAt(next) != '/') {
        next++;
      }
      node = node.children.get(target, slash + 1, next);
      slash = next;
    }
    return best;
  }

  private static int first(Rule[] rules, RequestHead head, int bound) {
    for (Rule rule : rules) {
      if (rule.index >= bound) {
        return bound;
      }
      if (rule.isPlain() || rule.passes(head)) {
        return rule.index;
      }
    }
    return bound;
  }
}
