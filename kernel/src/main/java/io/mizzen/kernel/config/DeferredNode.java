package io.mizzen.kernel.config;

import io.mizzen.spi.config.ConfigNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Configuration that its owner binds when it is known who the owner is. Equal by value. */
final class DeferredNode implements ConfigNode {
  private static final Object FAILED = new Object();

  private final Node node;
  private final Step step;
  private final Binder binder;

  /** The record that took what it knows and left the rest here; null if this is no rest. */
  private final @Nullable RecordShape restOf;

  // Most nodes of a large file are bound to one record and asked for no key: no tables for those.
  private Map<Class<?>, Object> bound = Map.of();
  private Set<String> taken = Set.of();
  private Map<String, DeferredNode> children = Map.of();

  DeferredNode(Node node, Step step, Binder binder, @Nullable RecordShape restOf) {
    this.node = node;
    this.step = step;
    this.binder = binder;
    this.restOf = restOf;
  }

  @Override
  public <T extends Record> @Nullable T bind(Class<T> type) {
    Object value = bound.get(type);
    if (value == null) {
      value = binder.bindDeferred(type, node, step, restOf != null);
      Map<Class<?>, Object> next = new LinkedHashMap<>(bound);
      next.put(type, value == Binder.BROKEN ? FAILED : value);
      bound = next.size() == 1 ? Map.copyOf(next) : next;
      take(RecordShape.of(type).keys());
    }
    return type.isInstance(value) ? type.cast(value) : null;
  }

  @Override
  public @Nullable ConfigNode get(String key) {
    if (!(node instanceof MapNode map)) {
      return null;
    }
    for (MapNode.Entry entry : map.entries()) {
      if (entry.key().equals(key)) {
        take(List.of(key));
        Node value = entry.value().target();
        children = children.isEmpty() ? new LinkedHashMap<>() : children;
        return children.computeIfAbsent(
            key, k -> new DeferredNode(value, step.key(key, entry.value()), binder, null));
      }
    }
    return null;
  }

  private void take(List<String> keys) {
    boolean isRest = restOf != null;
    if (isRest && !taken.containsAll(keys)) {
      Set<String> more = new HashSet<>(taken);
      more.addAll(keys);
      taken = taken.isEmpty() ? binder.keySet(keys) : more;
    }
  }

  @Override
  public String place() {
    return binder.sources().place(step.nearestSpan(), step).toString();
  }

  Node node() {
    return node;
  }

  Step step() {
    return step;
  }

  /** What has been bound so far, in order. */
  List<Record> records() {
    List<Record> records = new ArrayList<>();
    bound.values().stream().filter(Record.class::isInstance).forEach(r -> records.add((Record) r));
    return records;
  }

  /** What was asked for by its key. */
  Map<String, DeferredNode> children() {
    return children;
  }

  /** Whether somebody asked for the keys here. */
  boolean isBound() {
    return !bound.isEmpty();
  }

  /** Keys of a rest that nobody took. */
  List<MapNode.Entry> unbound() {
    if (restOf == null || !(node instanceof MapNode map)) {
      return List.of();
    }
    return map.entries().stream().filter(entry -> !taken.contains(entry.key())).toList();
  }

  /** Every key that would have been right. */
  List<String> keys() {
    Set<String> keys = new TreeSet<>(taken);
    if (restOf != null) {
      keys.addAll(restOf.keys());
    }
    return List.copyOf(keys);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeferredNode that && node.equals(that.node);
  }

  @Override
  public int hashCode() {
    return node.hashCode();
  }

  @Override
  public String toString() {
    return "configuration at " + place();
  }
}
