package io.mizzen.kernel.config;

import java.util.List;

/** A list. */
final class ListNode extends Node {
  private final List<Node> elements;
  private final long weight;

  ListNode(long span, List<Node> elements) {
    super(span);
    this.elements = List.copyOf(elements);
    long sum = 1;
    for (Node element : this.elements) {
      sum += element.weight();
    }
    this.weight = sum;
  }

  List<Node> elements() {
    return elements;
  }

  @Override
  long weight() {
    return weight;
  }

  @Override
  String what() {
    return "a list";
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ListNode that) || elements.size() != that.elements.size()) {
      return false;
    }
    for (int i = 0; i < elements.size(); i++) {
      if (!elements.get(i).target().equals(that.elements.get(i).target())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (Node element : elements) {
      hash = 31 * hash + element.target().hashCode();
    }
    return hash;
  }
}
