package io.mizzen.router.http;

import io.mizzen.lib.matching.TextMatch;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteProblems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds routes that cannot be meant. Two with the same match are an error; one whose requests all
 * go to earlier ones is a warning, as people leave such routes standing while they change a table.
 * What several earlier routes take only together, or by their headers, is not found.
 */
final class TableCheck {
  private final RouteProblems problems;
  private final Map<Sameness, Rule> seen = new HashMap<>();

  TableCheck(RouteProblems problems) {
    this.problems = problems;
  }

  private record Sameness(
      Set<HostPattern> hosts,
      PathPattern.Kind kind,
      String path,
      Set<String> methods,
      Map<String, TextMatch> headers,
      Map<String, TextMatch> query) {
    static Sameness of(Rule rule) {
      return new Sameness(
          new HashSet<>(rule.hosts),
          rule.path.kind(),
          rule.path.text(),
          new HashSet<>(rule.match.methods()),
          rule.match.headers(),
          rule.match.query());
    }
  }

  /**
   * Looks at a rule.
   *
   * @param earlier the rules before it
   */
  void look(Rule rule, Map<HostPattern, PathTree> earlier) {
    lookAtTarget(rule);
    Rule same = seen.putIfAbsent(Sameness.of(rule), rule);
    if (same != null) {
      problems.error(
          rule.route,
          "match",
          "can never be reached: route '"
              + same.route.name()
              + "' ("
              + same.route.place()
              + ") has the same match");
      return;
    }
    Rule hiding = hiding(rule, earlier);
    if (hiding != null) {
      problems.warning(
          rule.route,
          "match",
          "can never be reached: route '"
              + hiding.route.name()
              + "' ("
              + hiding.route.place()
              + ") stands before it and takes all its requests; the first match wins");
    }
  }

  private void lookAtTarget(Rule rule) {
    Route.Target target = rule.route.target();
    if (rule.redirect == null && target == Route.Target.NONE) {
      problems.error(
          rule.route, "", "goes nowhere: needs one of 'cluster', 'clusters', 'reply', 'redirect'");
    }
    if (rule.redirect != null && target != Route.Target.NONE) {
      problems.error(
          rule.route,
          "redirect",
          "a route that redirects has no 'cluster', 'clusters' or 'reply' besides");
    }
    if (rule.rewrite != null && target == Route.Target.REPLY) {
      problems.error(
          rule.route,
          "rewrite",
          "nothing is rewritten for a 'reply': no upstream sees the request");
    }
  }

  /** A rule that hides another for each of its hosts, or null; of several the last one is named. */
  private static @Nullable Rule hiding(Rule rule, Map<HostPattern, PathTree> earlier) {
    Rule hiding = null;
    for (HostPattern host : rule.hosts) {
      hiding = null;
      List<HostPattern> covering = host.covering();
      for (int i = 0; i < covering.size() && hiding == null; i++) {
        PathTree tree = earlier.get(covering.get(i));
        hiding = tree == null ? null : tree.hiding(rule);
      }
      if (hiding == null) {
        return null;
      }
    }
    return hiding;
  }
}
