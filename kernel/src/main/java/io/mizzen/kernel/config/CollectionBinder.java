package io.mizzen.kernel.config;

import io.mizzen.kernel.config.MapNode.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds lists, sets and maps; notes which names are defined and which are referred to. */
final class CollectionBinder {
  private final Binder binder;
  private final Names names;
  private final Substituter substituter;

  CollectionBinder(Binder binder, Names names, Substituter substituter) {
    this.binder = binder;
    this.names = names;
    this.substituter = substituter;
  }

  Object bindMany(Shape.Many many, Node node, Step step, @Nullable ComponentShape owner) {
    if (node.target() instanceof ScalarNode scalar && scalar.isNull()) {
      return many.distinct() ? Set.of() : List.of();
    }
    if (!(node.target() instanceof ListNode list)) {
      return binder.wrongType("a list", node, step);
    }
    boolean named = many.element() instanceof Shape.Nested nested && nested.record().isNamed();
    Map<String, Step> known = new HashMap<>();
    List<Object> values = new ArrayList<>(list.elements().size());
    boolean broken = false;
    for (int i = 0; i < list.elements().size(); i++) {
      Node element = list.elements().get(i);
      ScalarNode nameNode = named ? nameOf(element, step) : null;
      String name = nameNode == null ? null : nameNode.text();
      Step at = step.element(i, name, element);
      if (named) {
        broken |= !checkName(step, at, nameNode, known);
      }
      Object value = binder.bind(many.element(), element, at, owner);
      broken |= value == Binder.BROKEN;
      values.add(value);
    }
    if (broken) {
      return Binder.BROKEN;
    }
    return many.distinct()
        ? distinct(values, list, step, owner != null && owner.secret())
        : List.copyOf(values);
  }

  /** The resolved {@code name} of an element, or null if it has none that can be read. */
  private @Nullable ScalarNode nameOf(Node element, Step step) {
    Node name = element.target() instanceof MapNode map ? map.get("name") : null;
    if (name == null || !(name.target() instanceof ScalarNode scalar)) {
      return null;
    }
    Step at = step.element(0, null, element).key("name", name);
    return substituter.resolve(scalar, at) && !scalar.isNull() ? scalar : null;
  }

  private boolean checkName(
      Step list, Step element, @Nullable ScalarNode name, Map<String, Step> known) {
    String key = list.topKey();
    if (name == null) {
      if (key != null) {
        names.incomplete(key);
      }
      return true;
    }
    Step at = element.key("name", name);
    Step first = known.putIfAbsent(name.text(), at);
    if (first != null) {
      String message =
          Words.withArticle(element.label()) + " named '" + name.text() + "' exists already";
      binder
          .problems()
          .add(
              binder
                  .error("MZ1008", message, name.span(), at)
                  .expected("a name that no other " + element.label() + " has")
                  .see(binder.sources().place(first.nearestSpan(), first), "first used here"));
      return false;
    }
    if (key != null) {
      names.define(key, name.text(), name.span(), at);
    }
    return true;
  }

  private Object distinct(List<Object> values, ListNode list, Step step, boolean secret) {
    Set<Object> set = new LinkedHashSet<>();
    boolean broken = false;
    for (int i = 0; i < values.size(); i++) {
      if (!set.add(values.get(i))) {
        Node element = list.elements().get(i);
        Step at = step.element(i, null, element);
        binder
            .problems()
            .add(
                binder
                    .error(
                        "MZ1112",
                        "listed twice: " + (secret ? Tree.HIDDEN : values.get(i)),
                        element.span(),
                        at)
                    .expected("each value once"));
        broken = true;
      }
    }
    return broken ? Binder.BROKEN : Collections.unmodifiableSet(set);
  }

  Object bindKeyed(Shape.Keyed keyed, Node node, Step step, @Nullable ComponentShape owner) {
    if (node.target() instanceof ScalarNode scalar && scalar.isNull()) {
      return Map.of();
    }
    if (!(node.target() instanceof MapNode map)) {
      return binder.wrongType("a map", node, step);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    boolean broken = false;
    for (Entry entry : map.entries()) {
      Step at = step.key(entry.key(), entry.value());
      if (owner != null && owner.refersTo() != null) {
        names.use(owner.refersTo(), entry.key(), entry.keySpan(), at);
      }
      Object value = binder.bind(keyed.value(), entry.value(), at, null);
      broken |= value == Binder.BROKEN;
      values.put(entry.key(), value);
    }
    return broken ? Binder.BROKEN : Collections.unmodifiableMap(values);
  }
}
