package io.mizzen.router.service;

import io.mizzen.lib.matching.Letters;
import io.mizzen.lib.matching.TextMap;
import io.mizzen.spi.protocol.RequestHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * From a service to the rules of all patterns that match it, worked out when the table is built: a
 * known service is one look-up, another one a look-up for each length of prefix in the table.
 */
final class ServiceIndex {
  private final TextMap<RuleSet[]> exact;
  private final TextMap<RuleSet[]> prefixes;
  private final int[] prefixLengths;
  private final RuleSet[] any;

  ServiceIndex(PatternTable<RuleSet.Growing> table) {
    this.exact = slots(table, NamePattern.Kind.EXACT);
    this.prefixes = slots(table, NamePattern.Kind.PREFIX);
    this.prefixLengths = table.prefixLengths();
    this.any = freeze(table.covering(NamePattern.ANY));
  }

  private static TextMap<RuleSet[]> slots(
      PatternTable<RuleSet.Growing> table, NamePattern.Kind kind) {
    Map<String, RuleSet[]> slots = new HashMap<>();
    table.slots(kind).forEach((name, sets) -> slots.put(name, freeze(sets)));
    return new TextMap<>(slots, Letters.EXACT);
  }

  private static RuleSet[] freeze(List<RuleSet.Growing> sets) {
    return sets.stream().map(RuleSet.Growing::freeze).toArray(RuleSet[]::new);
  }

  /**
   * Finds the first rule of the table that takes a call.
   *
   * @param bound the number of rules
   * @return the rule's index, or the bound
   */
  int find(RequestHead head, int bound) {
    int best = bound;
    for (RuleSet set : slot(head.service())) {
      best = set.find(head, best);
    }
    return best;
  }

  private RuleSet[] slot(CharSequence service) {
    RuleSet[] slot = exact.get(service);
    if (slot != null) {
      return slot;
    }
    for (int length : prefixLengths) {
      if (length <= service.length()) {
        slot = prefixes.get(service, 0, length);
        if (slot != null) {
          return slot;
        }
      }
    }
    return any;
  }
}
