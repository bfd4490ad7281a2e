package io.mizzen.kernel.config;

import io.mizzen.spi.config.Doc;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What reflection says about a record class, looked up once per class. Kept by the class itself, so
 * that a plugin's class loader can go.
 */
final class RecordShape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type.asSubclass(Record.class));
        }
      };

  private final Class<? extends Record> type;
  private final Constructor<? extends Record> constructor;
  private final List<ComponentShape> components;
  private final Map<String, ComponentShape> byName = new HashMap<>();
  private final @Nullable ComponentShape rest;
  private final @Nullable ScalarType text;
  private final @Nullable String doc;

  private RecordShape(Class<? extends Record> type) {
    this.type = type;
    RecordComponent[] parts = type.getRecordComponents();
    Class<?>[] parameters = new Class<?>[parts.length];
    List<ComponentShape> shapes = new ArrayList<>();
    ComponentShape found = null;
    for (int i = 0; i < parts.length; i++) {
      parameters[i] = parts[i].getType();
      ComponentShape shape = component(type, i, parts[i]);
      shapes.add(shape);
      byName.put(shape.name(), shape);
      found = shape.rest() ? shape : found;
    }
    this.components = List.copyOf(shapes);
    this.rest = found;
    this.text = TextTypes.Parsed.of(type);
    Doc about = type.getAnnotation(Doc.class);
    this.doc = about == null ? null : about.value();
    try {
      this.constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its constructor: " + type, e);
    }
  }

  private static ComponentShape component(Class<?> type, int index, RecordComponent part) {
    try {
      return new ComponentShape(index, part);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          type.getName() + "." + part.getName() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The shape of a record class.
   *
   * @throws IllegalArgumentException if a component's type cannot be configured
   */
  static RecordShape of(Class<? extends Record> type) {
    return SHAPES.get(type);
  }

  Class<? extends Record> type() {
    return type;
  }

  List<ComponentShape> components() {
    return components;
  }

  @Nullable ComponentShape component(String name) {
    return byName.get(name);
  }

  /** The component that takes unknown keys, or null. */
  @Nullable ComponentShape rest() {
    return rest;
  }

  /** How it is written as one text, or null if it is always a map. */
  @Nullable ScalarType text() {
    return text;
  }

  /** The component that may be written alone for the whole record, or null. */
  @Nullable ComponentShape shortForm() {
    for (ComponentShape component : components) {
      if (component.shortForm()) {
        return component;
      }
    }
    return null;
  }

  @Nullable String doc() {
    return doc;
  }

  /** The keys a user may write, sorted. */
  List<String> keys() {
    return components.stream().filter(c -> !c.rest()).map(ComponentShape::name).sorted().toList();
  }

  /** Whether elements of a list of these are told apart by a name. */
  boolean isNamed() {
    ComponentShape name = byName.get("name");
    return name != null && name.shape() instanceof Shape.Scalar s && s.type() == TextTypes.TEXT;
  }

  /**
   * Calls the canonical constructor.
   *
   * @throws InvocationTargetException if the record refuses its values
   */
  Record create(@Nullable Object[] values) throws InvocationTargetException {
    try {
      return constructor.newInstance(values);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException("cannot create " + type.getName(), e);
    }
  }
}
