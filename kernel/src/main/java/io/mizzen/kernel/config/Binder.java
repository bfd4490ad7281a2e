package io.mizzen.kernel.config;

import io.mizzen.kernel.config.MapNode.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns nodes into immutable records and collects every problem on the way.
 *
 * <p>What cannot be bound yields {@link #BROKEN}, which makes the record around it broken without a
 * word of its own: one mistake, one message. All other parts are still looked at.
 */
final class Binder {
  static final Object BROKEN = new Object();

  private static final MapNode EMPTY_MAP = new MapNode(Span.NONE, List.of());

  private final ExtensionCatalog catalog;
  private final Sources sources;
  private final Problems problems;
  private final Origins origins;
  private final Names names;
  private final Substituter substituter;
  private final CollectionBinder collections;
  private final RecordMaker maker;
  private final ExtensionBinder extensions;
  private final List<DeferredNode> deferred = new ArrayList<>();
  private final Map<ComponentShape, Object> defaults = new HashMap<>();
  private final Map<List<String>, Set<String>> keySets = new HashMap<>();

  Binder(
      ExtensionCatalog catalog,
      Sources sources,
      Problems problems,
      Origins origins,
      Names names,
      Substituter substituter) {
    this.catalog = catalog;
    this.sources = sources;
    this.problems = problems;
    this.origins = origins;
    this.names = names;
    this.substituter = substituter;
    this.collections = new CollectionBinder(this, names, substituter);
    this.maker = new RecordMaker(sources, problems, origins);
    this.extensions = new ExtensionBinder(this);
  }

  ExtensionCatalog catalog() {
    return catalog;
  }

  Sources sources() {
    return sources;
  }

  Problems problems() {
    return problems;
  }

  Origins origins() {
    return origins;
  }

  /** Binds the whole configuration; null if anything in it is broken. */
  <R extends Record> @Nullable R bindRoot(Class<R> type, MapNode root) {
    Object value = bindRecord(RecordShape.of(type), root, Step.TOP, false);
    return type.isInstance(value) ? type.cast(value) : null;
  }

  /** What {@link DeferredNode#bind} does. */
  Object bindDeferred(Class<? extends Record> type, Node node, Step step, boolean partly) {
    RecordShape shape = RecordShape.of(type);
    return partly && node instanceof MapNode map
        ? bindRecord(shape, map, step, true)
        : bindNested(shape, node, step, false);
  }

  /** One set for the many nodes that are bound to the same record. */
  Set<String> keySet(List<String> keys) {
    return keySets.computeIfAbsent(keys, Set::copyOf);
  }

  /** Reports the keys of a {@code @Rest} that nobody bound, as far as that is certain. */
  void checkUnbound() {
    boolean sound = !problems.hasErrors();
    for (DeferredNode node : deferred) {
      if (sound || node.isBound()) {
        for (Entry entry : node.unbound()) {
          unknownKey(entry, node.step(), node.keys());
        }
      }
    }
    deferred.clear();
  }

  Object bind(Shape shape, Node node, Step step, @Nullable ComponentShape owner) {
    if (node.target() instanceof ScalarNode scalar && !substituter.resolve(scalar, step)) {
      return BROKEN;
    }
    if (shape instanceof Shape.Scalar scalar) {
      return bindScalar(scalar.type(), node, step, owner);
    } else if (shape instanceof Shape.Many many) {
      return collections.bindMany(many, node, step, owner);
    } else if (shape instanceof Shape.Keyed keyed) {
      return collections.bindKeyed(keyed, node, step, owner);
    } else if (shape instanceof Shape.Nested nested) {
      boolean secret = owner != null && owner.secret();
      return bindNested(nested.record(), node, step, secret);
    } else if (shape instanceof Shape.Extension extension) {
      return extensions.bind(extension.kind(), node, step);
    }
    return defer(node.target(), step, null);
  }

  private DeferredNode defer(Node node, Step step, @Nullable RecordShape restOf) {
    substituter.resolveAll(node, step);
    DeferredNode result = new DeferredNode(node, step, this, restOf);
    deferred.add(result);
    return result;
  }

  private Object bindScalar(ScalarType type, Node node, Step step, @Nullable ComponentShape owner) {
    if (!(node.target() instanceof ScalarNode scalar)) {
      return wrongType(type.describe(), node, step);
    }
    if (scalar.isNull()) {
      return empty(step, owner, type.describe());
    }
    try {
      Object value = type.read(scalar, step.label());
      if (owner != null && owner.refersTo() != null && value instanceof String name) {
        names.use(owner.refersTo(), name, node.span(), step);
      }
      return value;
    } catch (BadScalar bad) {
      boolean masked = owner != null && owner.secret();
      Problem.Builder problem = bad.problem(masked || scalar.isSecret());
      problems.add(Located.at(sources, problem, node.span(), step).schema(step.label()));
      return BROKEN;
    }
  }

  /** {@code key:} with nothing behind it: neither the default nor a value. */
  private Object empty(Step step, @Nullable ComponentShape owner, String expected) {
    Problem.Builder problem =
        error("MZ1111", step.label() + " has no value", step.nearestSpan(), step)
            .expected(expected);
    if (owner != null && owner.defaultText() != null) {
      problem.help("leave the line out to get the default " + owner.defaultText());
    }
    problems.add(problem);
    return BROKEN;
  }

  Object wrongType(String wanted, Node node, Step step) {
    String message = step.label() + " must be " + wanted + ", not " + node.what();
    Problem.Builder problem = error("MZ1101", message, node.span(), step).expected(wanted);
    if (wanted.equals("a list") && node.target() instanceof ScalarNode scalar) {
      problem.help("put it into brackets: [" + scalar.text() + "]");
    }
    problems.add(problem);
    return BROKEN;
  }

  /** A record from a map, or from a text if it has {@code parse}. */
  private Object bindNested(RecordShape shape, Node node, Step step, boolean secret) {
    ScalarType text = shape.text();
    if (node.target() instanceof MapNode map) {
      return bindRecord(shape, map, step, false);
    }
    if (node.target() instanceof ScalarNode scalar && !scalar.isNull() && text != null) {
      return bindText(text, scalar, step, secret);
    }
    String expected = new Shape.Nested(shape.type()).describe();
    if (node.target() instanceof ScalarNode scalar && scalar.isNull()) {
      return empty(step, null, expected);
    }
    ComponentShape alone = shape.shortForm();
    if (node.target() instanceof ScalarNode && alone != null) {
      return bindShort(shape, alone, node, step);
    }
    return wrongType(expected, node, step);
  }

  /** One text for the whole record; in messages it is the record, not its component. */
  private Object bindShort(RecordShape shape, ComponentShape alone, Node node, Step step) {
    @Nullable Node[] nodes = new Node[shape.components().size()];
    @Nullable Object[] values = new Object[nodes.length];
    nodes[alone.index()] = node;
    if (alone.secret()) {
      sources.hide(node.span());
    }
    boolean broken = false;
    for (ComponentShape component : shape.components()) {
      Object value;
      if (component.rest()) {
        value = component.restKind() == null ? defer(EMPTY_MAP, step, shape) : Map.of();
      } else if (component.shortForm()) {
        value = bind(component.shape(), node, step, component);
      } else {
        value = absent(component, EMPTY_MAP, step);
      }
      broken |= value == BROKEN;
      values[component.index()] = value;
    }
    return broken ? BROKEN : maker.create(shape, values, nodes, step);
  }

  private Object bindText(ScalarType text, ScalarNode scalar, Step step, boolean secret) {
    try {
      return text.read(scalar, step.label());
    } catch (BadScalar bad) {
      Problem.Builder problem = bad.problem(secret || scalar.isSecret());
      problems.add(Located.at(sources, problem, scalar.span(), step));
      return BROKEN;
    }
  }

  /** The config of an extension. */
  Object bindConfig(Class<? extends Record> type, @Nullable Node node, Step step) {
    boolean absent = node == null || node.target() instanceof ScalarNode s && s.isNull();
    Node config = node == null || absent ? EMPTY_MAP : node;
    return bindNested(RecordShape.of(type), config, step, false);
  }

  /**
   * @param partly whether other keys are somebody else's
   */
  private Object bindRecord(RecordShape shape, MapNode map, Step step, boolean partly) {
    int size = shape.components().size();
    @Nullable Node[] nodes = new Node[size];
    List<Entry> others = List.of();
    Set<String> misspelt = Set.of();
    boolean broken = false;
    for (Entry entry : map.entries()) {
      ComponentShape component = shape.component(entry.key());
      if (component != null && !component.rest()) {
        nodes[component.index()] = entry.value();
        if (component.secret()) {
          sources.hide(entry.value().span());
        }
      } else if (shape.rest() != null) {
        others = others.isEmpty() ? new ArrayList<>() : others;
        others.add(entry);
      } else if (!partly) {
        String meant = unknownKey(entry, step, shape.keys());
        misspelt = meant == null ? misspelt : join(misspelt, meant);
        broken = true;
      }
    }
    @Nullable Object[] values = new Object[size];
    for (ComponentShape component : shape.components()) {
      Object value;
      if (!component.rest()) {
        boolean reported = misspelt.contains(component.name());
        Node node = nodes[component.index()];
        value = node == null && reported ? BROKEN : bindComponent(component, node, map, step);
      } else if (component.restKind() != null) {
        value = extensions.bindKeys(component.restKind(), others, shape.keys(), step);
      } else {
        value = defer(new MapNode(map.span(), others), step, shape);
      }
      broken |= value == BROKEN;
      values[component.index()] = value;
    }
    return broken ? BROKEN : maker.create(shape, values, nodes, step);
  }

  private @Nullable Object bindComponent(
      ComponentShape component, @Nullable Node node, MapNode map, Step step) {
    if (node == null) {
      return absent(component, map, step);
    }
    Step at = step.key(component.name(), node);
    boolean isNull = node.target() instanceof ScalarNode scalar && scalar.isNull();
    if (isNull && component.nullable()) {
      return null;
    }
    if (step == Step.TOP && !(node.target() instanceof ListNode)) {
      // A list that is none defines nothing we could compare with.
      names.incomplete(component.name());
    }
    return bind(component.shape(), node, at, component);
  }

  private @Nullable Object absent(ComponentShape component, MapNode map, Step step) {
    String text = component.defaultText();
    if (text != null) {
      return byDefault(component, text, step);
    }
    if (component.shape() instanceof Shape.Many many && !component.nullable()) {
      return many.distinct() ? Set.of() : List.of();
    }
    if (component.shape() instanceof Shape.Keyed && !component.nullable()) {
      return Map.of();
    }
    if (component.nullable()) {
      return null;
    }
    List<Entry> entries = map.entries();
    long at = entries.isEmpty() ? step.nearestSpan() : entries.get(0).keySpan();
    String message = "property '" + component.name() + "' is missing in " + step.label();
    problems.add(
        error("MZ1110", message, at == Span.NONE ? Span.of(0, 1) : at, step)
            .expected("'" + component.name() + "' with " + component.describe())
            .schema(step.label()));
    return BROKEN;
  }

  /** Bound once per load and shared: ten thousand clusters have one default balancer. */
  private @Nullable Object byDefault(ComponentShape component, String text, Step step) {
    if (defaults.containsKey(component)) {
      return defaults.get(component);
    }
    Node node = DefaultTexts.read(text);
    Step at = step.key(component.name(), node);
    Object value = bind(component.shape(), node, at, component);
    defaults.put(component, value);
    return value;
  }

  private static Set<String> join(Set<String> words, String word) {
    Set<String> joined = new HashSet<>(words);
    joined.add(word);
    return joined;
  }

  /**
   * Reports a key nobody knows.
   *
   * @return the key that was probably meant, so that it is not reported as missing, or null
   */
  @Nullable String unknownKey(Entry entry, Step step, List<String> known) {
    return unknownKey(entry, step, known, null);
  }

  @Nullable String unknownKey(Entry entry, Step step, List<String> known, @Nullable String help) {
    String message = "unknown property '" + entry.key() + "' in " + step.label();
    Step at = step.key(entry.key(), entry.value());
    String meant = Words.nearest(entry.key(), new HashSet<>(known));
    Problem.Builder problem =
        error("MZ1201", message, entry.keySpan(), at)
            .expected(known.isEmpty() ? "no property at all" : "one of " + String.join(", ", known))
            .words(known)
            .help(help)
            .suggest(entry.key(), meant)
            .schema(step.label());
    if (entry.mergedAt() != Span.NONE && entry.value().aliasSpan() == Span.NONE) {
      problem.see(sources.place(entry.mergedAt(), at), "used here");
    }
    problems.add(problem);
    return meant;
  }

  Problem.Builder error(String code, String message, long span, Step step) {
    return Located.error(sources, code, message, span, step);
  }

  /** Resolves the text of a node; null if it is not a text or its substitution failed. */
  @Nullable String text(Node node, Step step) {
    boolean readable =
        node.target() instanceof ScalarNode scalar
            && substituter.resolve(scalar, step)
            && !scalar.isNull();
    return readable ? ((ScalarNode) node.target()).text() : null;
  }
}
