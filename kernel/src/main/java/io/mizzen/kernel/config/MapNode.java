package io.mizzen.kernel.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map with text keys, in the order written; merged keys follow the map's own. */
final class MapNode extends Node {
  /**
   * One key and its value.
   *
   * @param key the key's text
   * @param keySpan where the key is written
   * @param value the value
   * @param mergedAt where the alias after {@code <<} stands that brought it, or {@link Span#NONE}
   */
  record Entry(String key, long keySpan, Node value, long mergedAt) {}

  private final List<Entry> entries;
  private final long weight;

  MapNode(long span, List<Entry> entries) {
    super(span);
    this.entries = List.copyOf(entries);
    long sum = 1;
    for (Entry entry : this.entries) {
      sum += entry.value().weight();
    }
    this.weight = sum;
  }

  List<Entry> entries() {
    return entries;
  }

  /** The value of a key; linear, as maps of a configuration have a handful of keys. */
  @Nullable Node get(String key) {
    for (Entry entry : entries) {
      if (entry.key().equals(key)) {
        return entry.value();
      }
    }
    return null;
  }

  @Override
  long weight() {
    return weight;
  }

  @Override
  String what() {
    return "a map";
  }

  /** Order counts for nothing. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof MapNode that) || entries.size() != that.entries.size()) {
      return false;
    }
    for (Entry entry : entries) {
      Node theirs = that.get(entry.key());
      if (theirs == null || !entry.value().target().equals(theirs.target())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Entry entry : entries) {
      hash += entry.key().hashCode() ^ entry.value().target().hashCode();
    }
    return hash;
  }
}
