package io.mizzen.router.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value for each pattern, while a table is built.
 *
 * @param <V> the values
 */
final class PatternTable<V> {
  private final Map<NamePattern, V> values = new LinkedHashMap<>();
  private final NavigableSet<Integer> prefixLengths = new TreeSet<>();

  V at(NamePattern pattern, Supplier<V> otherwise) {
    if (pattern.kind() == NamePattern.Kind.PREFIX) {
      prefixLengths.add(pattern.text().length());
    }
    return values.computeIfAbsent(pattern, p -> otherwise.get());
  }

  /** The values of all patterns that match every name a pattern matches; the closest first. */
  List<V> covering(NamePattern pattern) {
    List<V> covering = new ArrayList<>();
    addIfThere(covering, pattern);
    String text = pattern.text();
    // A prefix covers itself, which is there already; a name is covered by a prefix of its length.
    int longest = pattern.kind() == NamePattern.Kind.EXACT ? text.length() : text.length() - 1;
    for (int length : prefixLengths.headSet(longest, true).descendingSet()) {
      addIfThere(covering, new NamePattern(NamePattern.Kind.PREFIX, text.substring(0, length)));
    }
    if (pattern.kind() != NamePattern.Kind.ANY) {
      addIfThere(covering, NamePattern.ANY);
    }
    return covering;
  }

  private void addIfThere(List<V> list, NamePattern pattern) {
    @Nullable V value = values.get(pattern);
    if (value != null) {
      list.add(value);
    }
  }

  /** The patterns of a kind, with all that cover each of them: what an index holds for it. */
  Map<String, List<V>> slots(NamePattern.Kind kind) {
    Map<String, List<V>> slots = new LinkedHashMap<>();
    for (NamePattern pattern : values.keySet()) {
      if (pattern.kind() == kind) {
        slots.put(pattern.text(), covering(pattern));
      }
    }
    return slots;
  }

  /** The lengths of all prefixes, the longest first. */
  int[] prefixLengths() {
    return prefixLengths.descendingSet().stream().mapToInt(Integer::intValue).toArray();
  }
}
