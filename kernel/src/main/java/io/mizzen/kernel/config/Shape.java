package io.mizzen.kernel.config;

import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.ConfigNode;
import io.mizzen.spi.config.HostPort;
import io.mizzen.spi.config.OfKind;
import io.mizzen.spi.config.Ratio;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a value looks like in YAML, derived from its Java type. */
sealed interface Shape {
  /** What is expected, with its article. */
  String describe();

  /** One piece of text. */
  record Scalar(ScalarType type) implements Shape {
    @Override
    public String describe() {
      return type.describe();
    }
  }

  /** A list or a set. */
  record Many(Shape element, boolean distinct) implements Shape {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /** A map from text. */
  record Keyed(Shape value) implements Shape {
    @Override
    public String describe() {
      return "a map";
    }
  }

  /** A record; looked up late, because records may contain themselves. */
  record Nested(Class<? extends Record> type) implements Shape {
    RecordShape record() {
      return RecordShape.of(type);
    }

    @Override
    public String describe() {
      ScalarType text = record().text();
      ComponentShape alone = record().shortForm();
      if (text != null) {
        return text.describe();
      }
      return alone == null ? "a map" : alone.describe() + ", or a map";
    }
  }

  /** A reference to an extension. */
  record Extension(String kind) implements Shape {
    @Override
    public String describe() {
      return Words.withArticle(Words.ofKind(kind)) + ": its type, or a map with type and config";
    }
  }

  /** Anything; bound later. */
  record Deferred() implements Shape {
    @Override
    public String describe() {
      return "a value";
    }
  }

  /**
   * The shape of a Java type.
   *
   * @param annotations those of the record component
   * @throws IllegalArgumentException if the type cannot stand in a configuration record
   */
  static Shape of(Type type, AnnotatedElement annotations) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class || generic.getRawType() == Set.class) {
        return new Many(of(arguments[0], annotations), generic.getRawType() == Set.class);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new Keyed(of(arguments[1], annotations));
      }
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException("type " + type + " cannot be configured");
    }
    if (plain == Component.class) {
      OfKind kind = annotations.getAnnotation(OfKind.class);
      if (kind == null) {
        throw new IllegalArgumentException("a Component needs @OfKind");
      }
      return new Extension(kind.value());
    }
    if (plain == ConfigNode.class) {
      return new Deferred();
    }
    return ofPlain(plain);
  }

  private static Shape ofPlain(Class<?> type) {
    if (type == String.class) {
      return new Scalar(TextTypes.TEXT);
    } else if (type == int.class || type == Integer.class) {
      return new Scalar(NumberTypes.INT);
    } else if (type == long.class || type == Long.class) {
      return new Scalar(NumberTypes.LONG);
    } else if (type == double.class || type == Double.class) {
      return new Scalar(NumberTypes.DOUBLE);
    } else if (type == boolean.class || type == Boolean.class) {
      return new Scalar(NumberTypes.BOOLEAN);
    } else if (type == Duration.class) {
      return new Scalar(UnitTypes.DURATION);
    } else if (type == ByteSize.class) {
      return new Scalar(UnitTypes.SIZE);
    } else if (type == Ratio.class) {
      return new Scalar(UnitTypes.RATIO);
    } else if (type == HostPort.class) {
      return new Scalar(TextTypes.ADDRESS);
    } else if (type.isEnum()) {
      return new Scalar(new TextTypes.Choice(type));
    } else if (type.isRecord()) {
      return new Nested(type.asSubclass(Record.class));
    }
    throw new IllegalArgumentException("type " + type.getName() + " cannot be configured");
  }
}
