package io.mizzen.kernel.config;

import io.mizzen.kernel.config.ScalarType.Style;
import io.mizzen.spi.config.Component;
import java.util.AbstractList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Turns bound records back into plain values, with all defaults in them. */
final class TreeBuilder {
  private final Origins origins;

  TreeBuilder(Origins origins) {
    this.origins = origins;
  }

  Tree.Fields record(Record record) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    addFields(record, fields);
    Origins.Origin origin = origins.origin(record);
    return new Tree.Fields(fields, origin == null ? Span.NONE : origin.step().span());
  }

  private void addFields(Record record, Map<String, Tree> fields) {
    Origins.Origin origin = origins.origin(record);
    for (ComponentShape component : RecordShape.of(record.getClass()).components()) {
      Object value = component.value(record);
      int i = component.index();
      if (component.rest() && value instanceof DeferredNode rest) {
        addRest(rest, fields);
      } else if (component.rest() && value instanceof Map<?, ?> services) {
        services.forEach(
            (type, service) -> fields.put(type.toString(), record(((Component) service).config())));
      } else if (value != null) {
        long span = origin == null ? Span.NONE : origin.spans()[i];
        boolean secret = component.secret() || origins.isSecret(record, component.name());
        long[] elements =
            origin == null || origin.elements().length == 0 ? null : origin.elements()[i];
        fields.put(component.name(), value(component.shape(), value, span, elements, secret));
      }
    }
  }

  private void addRest(DeferredNode rest, Map<String, Tree> fields) {
    rest.records().forEach(record -> addFields(record, fields));
    rest.children().forEach((key, child) -> fields.put(key, deferred(child)));
    rest.unbound().forEach(entry -> fields.put(entry.key(), raw(entry.value())));
  }

  private Tree value(
      Shape shape, Object value, long span, long @Nullable [] elements, boolean secret) {
    if (shape instanceof Shape.Scalar scalar) {
      return new Tree.Leaf(scalar.type().write(value), scalar.type().style(), secret, span);
    }
    if (shape instanceof Shape.Nested nested && nested.record().text() != null) {
      Origins.Origin origin = origins.origin((Record) value);
      if (origin == null) {
        ScalarType text = nested.record().text();
        return new Tree.Leaf(text.write(value), text.style(), secret, span);
      }
    }
    if (secret && !(shape instanceof Shape.Nested) && !(shape instanceof Shape.Extension)) {
      return new Tree.Leaf(value.toString(), Style.TEXT, true, span);
    }
    if (shape instanceof Shape.Many many) {
      return new Tree.Items(
          new Elements(many.element(), List.copyOf((Collection<?>) value), span, elements), span);
    }
    if (shape instanceof Shape.Keyed keyed) {
      Map<String, Tree> fields = new LinkedHashMap<>();
      ((Map<?, ?>) value)
          .forEach((k, v) -> fields.put((String) k, value(keyed.value(), v, span, null, false)));
      return new Tree.Fields(fields, span);
    }
    if (value instanceof Component component) {
      return component(component);
    }
    return value instanceof DeferredNode node ? deferred(node) : record((Record) value);
  }

  private Tree component(Component component) {
    Origins.Origin origin = origins.origin(component);
    long[] spans = origin == null ? new long[] {Span.NONE, Span.NONE, Span.NONE} : origin.spans();
    Map<String, Tree> fields = new LinkedHashMap<>();
    fields.put("type", new Tree.Leaf(component.type(), Style.TEXT, false, spans[0]));
    if (component.name() != null) {
      fields.put("name", new Tree.Leaf(component.name(), Style.TEXT, false, spans[1]));
    }
    Tree.Fields config = record(component.config());
    if (!config.fields().isEmpty()) {
      fields.put("config", config);
    }
    return new Tree.Fields(fields, origin == null ? Span.NONE : origin.step().span());
  }

  private Tree deferred(DeferredNode node) {
    List<Record> records = node.records();
    return records.isEmpty() ? raw(node.node()) : record(records.get(0));
  }

  /** What nobody bound is shown as it is written. */
  private static Tree raw(Node node) {
    Node target = node.target();
    if (target instanceof ListNode list) {
      return new Tree.Items(list.elements().stream().map(TreeBuilder::raw).toList(), node.span());
    }
    if (target instanceof MapNode map) {
      Map<String, Tree> fields = new LinkedHashMap<>();
      map.entries().forEach(entry -> fields.put(entry.key(), raw(entry.value())));
      return new Tree.Fields(fields, node.span());
    }
    ScalarNode scalar = (ScalarNode) target;
    boolean bare =
        !scalar.isQuoted()
            && !scalar.text().startsWith("+")
            && (NumberTypes.isDecimal(scalar.text())
                || scalar.text().equals("true")
                || scalar.text().equals("false"));
    return new Tree.Leaf(
        scalar.isNull() ? "" : scalar.text(),
        bare ? Style.BARE : Style.TEXT,
        scalar.isSecret(),
        node.span());
  }

  /**
   * A list whose trees are made when they are looked at, each time: those of 10,000 clusters and
   * 100,000 routes at once would not fit the heap that runs them well.
   */
  private final class Elements extends AbstractList<Tree> implements RandomAccess {
    private final Shape shape;
    private final List<?> values;
    private final long span;
    private final long @Nullable [] spans;

    Elements(Shape shape, List<?> values, long span, long @Nullable [] spans) {
      this.shape = shape;
      this.values = values;
      this.span = span;
      this.spans = spans;
    }

    @Override
    public Tree get(int i) {
      long at = spans == null || i >= spans.length ? span : spans[i];
      return value(shape, values.get(i), at, null, false);
    }

    @Override
    public int size() {
      return values.size();
    }
  }
}
