package io.mizzen.kernel.config;

import io.mizzen.spi.config.Component;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where every bound value stands. Records are looked up by identity: two equal clusters stand in
 * two places.
 *
 * <p>Values that come from defaults have the place of the block around them.
 */
public final class Origins {
  private static final List<String> COMPONENT_KEYS = List.of("type", "name", "config");

  /**
   * @param step the way to the record
   * @param spans the value of each component, {@link Span#NONE} when it is a default
   * @param elements for components that are lists, the place of each element
   * @param secrets one bit per component whose value must not be shown
   */
  record Origin(Step step, long[] spans, long[][] elements, long secrets) {}

  private final Sources sources;
  private final Map<Record, Origin> origins = new IdentityHashMap<>();
  private final List<Record> inOrder = new ArrayList<>();

  Origins(Sources sources) {
    this.sources = sources;
  }

  void put(Record value, Origin origin) {
    if (origins.put(value, origin) == null) {
      inOrder.add(value);
    }
  }

  @Nullable Origin origin(Record value) {
    return origins.get(value);
  }

  Sources sources() {
    return sources;
  }

  /** Where a record stands; a place without a line if it was not bound from this configuration. */
  public Place of(Record value) {
    Origin origin = origins.get(value);
    return origin == null
        ? Place.file("(default)")
        : sources.place(origin.step().nearestSpan(), origin.step());
  }

  /** Where a component's value stands; for a default, where its record stands. */
  public Place of(Record value, String component) {
    Origin origin = origins.get(value);
    if (origin == null) {
      return of(value);
    }
    long span = span(value, origin, component);
    Node here = new ListNode(span, List.of());
    return sources.place(
        span == Span.NONE ? origin.step().nearestSpan() : span, origin.step().key(component, here));
  }

  /** Where one element of a list component stands. */
  public Place of(Record value, String component, int index) {
    Origin origin = origins.get(value);
    int at = origin == null ? -1 : indexOf(value, component);
    if (origin == null || at < 0 || at >= origin.elements().length) {
      return of(value, component);
    }
    long[] elements = origin.elements()[at];
    if (elements == null || index >= elements.length) {
      return of(value, component);
    }
    Node here = new ListNode(elements[index], List.of());
    return sources.place(
        elements[index], origin.step().key(component, here).element(index, null, here));
  }

  /** Whether the configuration names this component; false for a default. */
  public boolean isSet(Record value, String component) {
    Origin origin = origins.get(value);
    return origin != null && span(value, origin, component) != Span.NONE;
  }

  /**
   * Begins an error about a component with everything the place brings along: path, "used here" for
   * an alias, "included here".
   */
  public Problem.Builder error(String code, String message, Record value, String component) {
    return begin(Problem.error(code, message), value, component);
  }

  /** Begins an error about one element of a list component. */
  public Problem.Builder error(
      String code, String message, Record value, String component, int index) {
    Problem.Builder problem = Problem.error(code, message);
    Origin origin = origins.get(value);
    int at = origin == null ? -1 : indexOf(value, component);
    long[] elements =
        origin == null || at < 0 || at >= origin.elements().length ? null : origin.elements()[at];
    if (origin == null || elements == null || index >= elements.length) {
      return begin(problem, value, component);
    }
    Node here = new ListNode(elements[index], List.of());
    Step step = origin.step().key(component, here).element(index, null, here);
    return Located.at(sources, problem, elements[index], step).schema(origin.step().label());
  }

  /** Like {@link #error}, but only a warning. */
  public Problem.Builder warning(String code, String message, Record value, String component) {
    return begin(Problem.warning(code, message), value, component);
  }

  private Problem.Builder begin(Problem.Builder problem, Record value, String component) {
    Origin origin = origins.get(value);
    if (origin == null) {
      return problem.at(of(value));
    }
    long span = span(value, origin, component);
    Step step = origin.step().key(component, new ListNode(span, List.of()));
    return Located.at(sources, problem, span, step).schema(origin.step().label());
  }

  /**
   * All sound records of a type, in the order of the files, also those inside a block that could
   * not be bound for another reason. Includes what {@link io.mizzen.spi.config.ConfigNode#bind} has
   * bound so far.
   */
  public <T extends Record> List<T> all(Class<T> type) {
    return inOrder.stream().filter(type::isInstance).map(type::cast).toList();
  }

  boolean isSecret(Record value, String component) {
    Origin origin = origins.get(value);
    int at = indexOf(value, component);
    return origin != null && at >= 0 && at < Long.SIZE && (origin.secrets() >> at & 1) != 0;
  }

  private static long span(Record value, Origin origin, String component) {
    int at = indexOf(value, component);
    return at < 0 ? Span.NONE : origin.spans()[at];
  }

  private static int indexOf(Record value, String component) {
    if (value instanceof Component) {
      return COMPONENT_KEYS.indexOf(component);
    }
    ComponentShape shape = RecordShape.of(value.getClass()).component(component);
    return shape == null ? -1 : shape.index();
  }
}
