package io.mizzen.kernel.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the way from the top of the configuration to a value. Steps point upwards only, so
 * the way to a record can be kept without keeping the tree it was read from.
 */
final class Step {
  static final Step TOP = new Step(null, null, -1, null, Span.NONE, Span.NONE, null, null);

  private final @Nullable Step parent;
  private final @Nullable String key;
  private final int index;
  private final @Nullable String name;
  private final long span;
  private final long alias;
  private final @Nullable String label;
  private final @Nullable String plugin;

  private Step(
      @Nullable Step parent,
      @Nullable String key,
      int index,
      @Nullable String name,
      long span,
      long alias,
      @Nullable String label,
      @Nullable String plugin) {
    this.parent = parent;
    this.key = key;
    this.index = index;
    this.name = name;
    this.span = span;
    this.alias = alias;
    this.label = label;
    this.plugin = plugin;
  }

  /** The value of a key. */
  Step key(String word, Node value) {
    return new Step(this, word, -1, null, value.span(), value.aliasSpan(), null, null);
  }

  /** An element of a list; {@code elementName} is what its own {@code name} key says. */
  Step element(int position, @Nullable String elementName, Node value) {
    return new Step(this, null, position, elementName, value.span(), value.aliasSpan(), null, null);
  }

  /** The same step, called {@code word} in messages and read by {@code owner}. */
  Step labelled(String word, @Nullable String owner) {
    return new Step(parent, key, index, name, span, alias, word, owner);
  }

  /** The span of the value here, {@link Span#NONE} for a default. */
  long span() {
    return span;
  }

  /** The span of the value here, or of the nearest value around it that stands in a file. */
  long nearestSpan() {
    for (Step step = this; step != null; step = step.parent) {
      if (step.span != Span.NONE) {
        return step.span;
      }
    }
    return Span.NONE;
  }

  /** The alias positions through which this value is used, innermost first. */
  List<Long> aliases() {
    List<Long> aliases = new ArrayList<>(2);
    for (Step step = this; step != null; step = step.parent) {
      if (step.alias != Span.NONE && !aliases.contains(step.alias)) {
        aliases.add(step.alias);
      }
    }
    return aliases;
  }

  /**
   * What this is called in a message: {@code retry}, {@code cluster} for an element of clusters.
   */
  String label() {
    if (label != null) {
      return label;
    }
    if (parent == null) {
      return "the configuration";
    }
    if (key != null) {
      return key;
    }
    return parent.key == null ? parent.label() : Words.singular(parent.key);
  }

  /** The key if this is a top-level one, else null. */
  @Nullable String topKey() {
    return parent == TOP ? key : null;
  }

  /** The plugin whose record is bound here, or null for the kernel. */
  @Nullable String plugin() {
    for (Step step = this; step != null; step = step.parent) {
      if (step.plugin != null) {
        return step.plugin;
      }
    }
    return null;
  }

  String path() {
    StringBuilder path = new StringBuilder();
    for (Step step : fromTop()) {
      if (step.key != null) {
        path.append(path.length() == 0 ? "" : ".").append(step.key);
      } else {
        path.append('[').append(step.name != null ? step.name : step.index).append(']');
      }
    }
    return path.toString();
  }

  String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (Step step : fromTop()) {
      pointer.append('/');
      if (step.key != null) {
        pointer.append(step.key.replace("~", "~0").replace("/", "~1"));
      } else {
        pointer.append(step.index);
      }
    }
    return pointer.toString();
  }

  private Deque<Step> fromTop() {
    Deque<Step> steps = new ArrayDeque<>();
    for (Step step = this; step.parent != null; step = step.parent) {
      steps.addFirst(step);
    }
    return steps;
  }
}
