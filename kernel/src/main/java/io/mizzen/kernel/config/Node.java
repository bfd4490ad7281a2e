package io.mizzen.kernel.config;

/**
 * A piece of YAML: text, a list, a map, or the use of an alias. Much smaller than SnakeYAML's own
 * nodes (a span instead of two marks with their buffers), and it knows where an alias is used.
 */
abstract sealed class Node permits ScalarNode, ListNode, MapNode, AliasNode {
  private final long span;

  Node(long span) {
    this.span = span;
  }

  /** Where the value is written; for an alias where its anchor stands. */
  long span() {
    return span;
  }

  /** Where the alias stands through which this is reached, or {@link Span#NONE}. */
  long aliasSpan() {
    return Span.NONE;
  }

  /** The value itself, never an alias. */
  Node target() {
    return this;
  }

  /** How many nodes this is once aliases are written out; saturates. */
  abstract long weight();

  /** What it is, for messages: {@code a map}. */
  abstract String what();
}
