package io.mizzen.router.http;

import io.mizzen.lib.matching.Letters;
import io.mizzen.lib.matching.TextMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link PathIndex} while it grows, rule by rule in table order; it also finds hidden rules. */
final class PathTree {
  private final List<Rule> anywhere = new ArrayList<>();
  private final Branch root = new Branch();
  private @Nullable Rule takesAll;

  private static final class Branch {
    final List<Rule> prefixes = new ArrayList<>();
    final List<Rule> below = new ArrayList<>();
    final List<Rule> exact = new ArrayList<>();
    final Map<String, Branch> children = new LinkedHashMap<>();

    // The first rule of each list without further conditions: it leaves nothing to later ones.
    @Nullable Rule takesPrefix;
    @Nullable Rule takesBelow;
    @Nullable Rule takesExact;
  }

  /** How much of the paths at and under a branch a rule is about. */
  private enum Reach {
    HERE,
    BELOW,
    HERE_AND_BELOW,
    EVERYWHERE
  }

  private static Reach reach(PathPattern path) {
    return switch (path.kind()) {
      case ANY -> Reach.EVERYWHERE;
      case EXACT -> Reach.HERE;
      case PREFIX -> path.text().endsWith("/") ? Reach.BELOW : Reach.HERE_AND_BELOW;
      case REGEX -> path.literalBeginning().isEmpty() ? Reach.EVERYWHERE : Reach.BELOW;
    };
  }

  private static List<String> segments(PathPattern path) {
    String way =
        switch (path.kind()) {
          case ANY -> "";
          case EXACT -> path.text();
          case PREFIX -> path.prefixWithoutSlash();
          case REGEX -> {
            String beginning = path.literalBeginning();
            yield beginning.isEmpty() ? "" : beginning.substring(0, beginning.length() - 1);
          }
        };
    List<String> segments = new ArrayList<>();
    for (int slash = way.isEmpty() ? -1 : 0; slash >= 0; ) {
      int next = way.indexOf('/', slash + 1);
      segments.add(way.substring(slash + 1, next < 0 ? way.length() : next));
      slash = next;
    }
    return segments;
  }

  void add(Rule rule) {
    Branch branch = root;
    for (String segment : segments(rule.path)) {
      branch = branch.children.computeIfAbsent(segment, s -> new Branch());
    }
    Rule taker = rule.isPlain() ? rule : null;
    switch (reach(rule.path)) {
      case EVERYWHERE -> {
        anywhere.add(rule);
        takesAll = takesAll == null ? taker : takesAll;
      }
      case HERE_AND_BELOW -> {
        branch.prefixes.add(rule);
        branch.takesPrefix = branch.takesPrefix == null ? taker : branch.takesPrefix;
      }
      case BELOW -> {
        branch.below.add(rule);
        branch.takesBelow = branch.takesBelow == null ? taker : branch.takesBelow;
      }
      case HERE -> {
        branch.exact.add(rule);
        branch.takesExact = branch.takesExact == null ? taker : branch.takesExact;
      }
    }
  }

  /** The rule so far that takes every path a later rule could match, or null. */
  @Nullable Rule hiding(Rule later) {
    Reach reach = reach(later.path);
    if (takesAll != null || reach == Reach.EVERYWHERE) {
      return takesAll;
    }
    Branch branch = root;
    for (String segment : segments(later.path)) {
      if (branch.takesPrefix != null) {
        return branch.takesPrefix;
      }
      if (branch.takesBelow != null) {
        return branch.takesBelow;
      }
      Branch next = branch.children.get(segment);
      if (next == null) {
        return null;
      }
      branch = next;
    }
    if (branch.takesPrefix != null) {
      return branch.takesPrefix;
    }
    return switch (reach) {
      case HERE -> branch.takesExact;
      case BELOW -> branch.takesBelow;
      case HERE_AND_BELOW, EVERYWHERE -> null;
    };
  }

  PathIndex freeze() {
    return new PathIndex(anywhere.toArray(new Rule[0]), freeze(root));
  }

  private static PathIndex.Node freeze(Branch branch) {
    Map<String, PathIndex.Node> children = new HashMap<>();
    branch.children.forEach((segment, child) -> children.put(segment, freeze(child)));
    return new PathIndex.Node(
        branch.prefixes.toArray(new Rule[0]),
        branch.below.toArray(new Rule[0]),
        branch.exact.toArray(new Rule[0]),
        children.isEmpty() ? null : new TextMap<>(children, Letters.EXACT));
  }
}
