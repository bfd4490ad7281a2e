package io.mizzen.kernel.config;

import java.util.HashSet;
import java.util.Set;

/** Checks that a record can be configured at all; for registration and for plugin tools. */
public final class RecordCheck {
  /** Checked once per class; kept by the class, so that a plugin's loader can go. */
  private static final ClassValue<Boolean> SOUND =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          verify(type.asSubclass(Record.class), new HashSet<>());
          return true;
        }
      };

  private RecordCheck() {}

  /**
   * Looks at the types of all components, at those of the records inside, and at the texts of
   * defaults.
   *
   * @throws IllegalArgumentException with record, component and what is wrong, for developers
   */
  public static void verify(Class<? extends Record> type) {
    SOUND.get(type);
  }

  private static void verify(Class<? extends Record> type, Set<Class<?>> seen) {
    if (!seen.add(type)) {
      return;
    }
    for (ComponentShape component : RecordShape.of(type).components()) {
      try {
        verify(component);
      } catch (IllegalArgumentException | BadScalar e) {
        throw new IllegalArgumentException(
            type.getName() + "." + component.name() + ": " + e.getMessage(), e);
      }
      descend(component.shape(), seen);
    }
  }

  private static void descend(Shape shape, Set<Class<?>> seen) {
    if (shape instanceof Shape.Nested nested) {
      verify(nested.type(), seen);
    } else if (shape instanceof Shape.Many many) {
      descend(many.element(), seen);
    } else if (shape instanceof Shape.Keyed keyed) {
      descend(keyed.value(), seen);
    }
  }

  private static void verify(ComponentShape component) throws BadScalar {
    String text = component.defaultText();
    if (text == null) {
      return;
    }
    Node node = DefaultTexts.read(text);
    boolean fixed = node instanceof ScalarNode && !text.contains("${");
    if (fixed && component.shape() instanceof Shape.Scalar scalar) {
      scalar.type().read((ScalarNode) node, component.name());
    }
  }
}
