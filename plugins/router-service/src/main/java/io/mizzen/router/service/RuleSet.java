package io.mizzen.router.service;

import io.mizzen.lib.matching.Letters;
import io.mizzen.lib.matching.TextMap;
import io.mizzen.spi.protocol.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one service pattern in table order: those for one operation found by its name, the
 * rest in a list.
 */
final class RuleSet {
  private final Rule[] anyOperation;
  private final TextMap<Rule[]> byOperation;

  private RuleSet(Rule[] anyOperation, TextMap<Rule[]> byOperation) {
    this.anyOperation = anyOperation;
    this.byOperation = byOperation;
  }

  /**
   * Finds the first rule of the table that takes a call to a service of this pattern.
   *
   * @param bound only rules before this index count
   * @return the rule's index, or the bound
   */
  int find(RequestHead head, int bound) {
    int best = first(anyOperation, head, bound);
    if (!byOperation.isEmpty()) {
      Rule[] named = byOperation.get(head.operation());
      if (named != null) {
        best = first(named, head, best);
      }
    }
    return best;
  }

  private static int first(Rule[] rules, RequestHead head, int bound) {
    for (Rule rule : rules) {
      if (rule.index >= bound) {
        return bound;
      }
      if (rule.passes(head)) {
        return rule.index;
      }
    }
    return bound;
  }

  /** A set while it grows, rule by rule in table order; it also finds hidden rules. */
  static final class Growing {
    private final List<Rule> anyOperation = new ArrayList<>();
    private final Map<String, List<Rule>> byOperation = new HashMap<>();

    /**
     * For each operation pattern the first rule without fields: it leaves nothing to later ones.
     */
    private final PatternTable<Rule> takers = new PatternTable<>();

    private @Nullable RuleSet frozen;

    void add(Rule rule) {
      if (rule.operation.kind() == NamePattern.Kind.EXACT) {
        byOperation.computeIfAbsent(rule.operation.text(), o -> new ArrayList<>()).add(rule);
      } else {
        anyOperation.add(rule);
      }
      if (rule.hasNoFields()) {
        takers.at(rule.operation, () -> rule);
      }
    }

    /** The rule so far that takes every operation of a later one, or null. */
    @Nullable Rule hiding(Rule later) {
      List<Rule> covering = takers.covering(later.operation);
      return covering.isEmpty() ? null : covering.get(0);
    }

    /** The same set whenever it is asked: several slots share it. */
    RuleSet freeze() {
      if (frozen == null) {
        Map<String, Rule[]> named = new HashMap<>();
        byOperation.forEach((name, rules) -> named.put(name, rules.toArray(new Rule[0])));
        frozen =
            new RuleSet(anyOperation.toArray(new Rule[0]), new TextMap<>(named, Letters.EXACT));
      }
      return frozen;
    }
  }
}
