package io.mizzen.router.http;

import io.mizzen.lib.matching.Letters;
import io.mizzen.lib.matching.TextMap;
import io.mizzen.spi.protocol.RequestHead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From a host to the path indexes of all patterns that match it, worked out when the table is
 * built: a known host is one look-up, another one some look-ups for each of its labels.
 */
final class HostIndex {
  private static final PathIndex[] NOTHING = {};

  private final TextMap<PathIndex[]> exact;
  private final TextMap<PathIndex[]> suffixes;
  private final TextMap<PathIndex[]> prefixes;
  private final PathIndex[] any;

  HostIndex(Map<HostPattern, PathTree> trees) {
    Map<HostPattern, PathIndex> indexes = new HashMap<>();
    trees.forEach((pattern, tree) -> indexes.put(pattern, tree.freeze()));
    this.exact = slots(HostPattern.Kind.EXACT, indexes);
    this.suffixes = slots(HostPattern.Kind.SUFFIX, indexes);
    this.prefixes = slots(HostPattern.Kind.PREFIX, indexes);
    PathIndex forAll = indexes.get(HostPattern.ANY);
    this.any = forAll == null ? NOTHING : new PathIndex[] {forAll};
  }

  private static TextMap<PathIndex[]> slots(
      HostPattern.Kind kind, Map<HostPattern, PathIndex> indexes) {
    Map<String, PathIndex[]> slots = new HashMap<>();
    for (HostPattern pattern : indexes.keySet()) {
      if (pattern.kind() != kind) {
        continue;
      }
      List<PathIndex> matching =
          pattern.covering().stream()
              // A prefix slot is looked at after a suffix slot, which has the rules for all hosts.
              .filter(p -> kind != HostPattern.Kind.PREFIX || p.kind() == kind)
              .map(indexes::get)
              .filter(Objects::nonNull)
              .toList();
      slots.put(pattern.text(), matching.toArray(NOTHING));
    }
    return new TextMap<>(slots, Letters.IGNORE_CASE);
  }

  /**
   * Finds the first rule of the table that takes a request.
   *
   * @param bound the number of rules
   * @return the rule's index, or the bound
   */
  int find(RequestHead head, int bound) {
    // All that is needed of the host first: its view is gone once the path is asked for.
    CharSequence host = head.service();
    int end = HostPattern.nameEnd(host);
    PathIndex[] slot = exact.get(host, 0, end);
    PathIndex[] byPrefix = null;
    if (slot == null) {
      slot = longestSuffix(host, end);
      byPrefix = prefixes.isEmpty() ? null : longestPrefix(host, end);
    }
    int best = bound;
    for (PathIndex index : slot) {
      best = index.find(head, best);
    }
    if (byPrefix != null) {
      for (PathIndex index : byPrefix) {
        best = index.find(head, best);
      }
    }
    return best;
  }

  private PathIndex[] longestSuffix(CharSequence host, int end) {
    if (!suffixes.isEmpty()) {
      // From 1: at least one letter stands for the star.
      for (int i = 1; i < end; i++) {
        if (host.charAt(i) == '.') {
          PathIndex[] slot = suffixes.get(host, i, end);
          if (slot != null) {
            return slot;
          }
        }
      }
    }
    return any;
  }

  private PathIndex @Nullable [] longestPrefix(CharSequence host, int end) {
    for (int i = end - 2; i > 0; i--) {
      if (host.charAt(i) == '.') {
        PathIndex[] slot = prefixes.get(host, 0, i + 1);
        if (slot != null) {
          return slot;
        }
      }
    }
    return null;
  }
}
