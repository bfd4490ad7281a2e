package io.mizzen.kernel.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the places of a record's values out of its nodes, so that the nodes can go. */
final class OriginReader {
  private static final long[][] NO_ELEMENTS = {};

  private OriginReader() {}

  static Origins.Origin of(RecordShape shape, @Nullable Node[] nodes, Step step) {
    long[] spans = new long[nodes.length];
    long[][] elements = NO_ELEMENTS;
    long secrets = 0;
    for (ComponentShape component : shape.components()) {
      int i = component.index();
      Node node = nodes[i];
      spans[i] = node == null ? Span.NONE : node.span();
      if (node != null && node.target() instanceof ListNode list && holdsTexts(component)) {
        elements = elements.length == 0 ? new long[nodes.length][] : elements;
        elements[i] = list.elements().stream().mapToLong(Node::span).toArray();
      }
      if (i < Long.SIZE && (component.secret() || node != null && isSecret(node, component))) {
        secrets |= 1L << i;
      }
    }
    return new Origins.Origin(step, spans, elements, secrets);
  }

  /** Elements that are records know their own place. */
  private static boolean holdsTexts(ComponentShape component) {
    return component.shape() instanceof Shape.Many many && many.element() instanceof Shape.Scalar;
  }

  /** Looks at texts and collections of texts; records inside answer for themselves. */
  private static boolean isSecret(Node node, ComponentShape component) {
    if (node.target() instanceof ScalarNode scalar) {
      return scalar.isSecret();
    }
    boolean nested =
        component.shape() instanceof Shape.Nested || component.shape() instanceof Shape.Extension;
    return !nested && children(node).stream().anyMatch(OriginReader::isSecretText);
  }

  private static boolean isSecretText(Node node) {
    return node.target() instanceof ScalarNode scalar && scalar.isSecret();
  }

  private static List<Node> children(Node node) {
    if (node.target() instanceof ListNode list) {
      return list.elements();
    }
    return node.target() instanceof MapNode map
        ? map.entries().stream().map(MapNode.Entry::value).toList()
        : List.of();
  }
}
