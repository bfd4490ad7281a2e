package io.mizzen.filter.transcoder;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The classes that callers of a route may name. A provider makes objects of what it is told, so a
 * name from outside is let through only if it means a plain value or somebody allowed it: biased
 * against calls that would work, for providers whose class path holds more than their services
 * need.
 */
final class Classes {
  /** In objects, the key that names their class. */
  static final String KEY = "class";

  private static final Set<String> VALUES =
      Set.of(
          "boolean",
          "byte",
          "char",
          "double",
          "float",
          "int",
          "long",
          "short",
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.CharSequence",
          "java.lang.Character",
          "java.lang.Double",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.Iterable",
          "java.lang.Long",
          "java.lang.Number",
          "java.lang.Object",
          "java.lang.Short",
          "java.lang.String",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.LocalTime",
          "java.util.ArrayList",
          "java.util.Collection",
          "java.util.Date",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.LinkedHashMap",
          "java.util.LinkedHashSet",
          "java.util.List",
          "java.util.Map",
          "java.util.Set");

  /** Of an array's elements, as {@link Class#getName} writes them. */
  private static final String PRIMITIVES = "ZBCDFIJS";

  private final List<String> allowed;

  /**
   * @param allowed names; one that ends with a dot stands for all that begin with it
   */
  Classes(List<String> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** Refuses a type that callers may not name. */
  void check(String type) throws JsonException {
    String element = element(type);
    if (!VALUES.contains(element) && !isAllowed(element)) {
      throw new JsonException(
          "callers of this route may not name the class \"" + element + "\" (classes)");
    }
  }

  private boolean isAllowed(String name) {
    for (String one : allowed) {
      if (one.endsWith(".") ? name.startsWith(one) : name.equals(one)) {
        return true;
      }
    }
    return false;
  }

  /** What an array is of: {@code a.B} of {@code a.B[][]} and of {@code [[La.B;}. */
  private static String element(String type) {
    String element = type;
    while (element.endsWith("[]")) {
      element = element.substring(0, element.length() - 2);
    }
    int dimensions = 0;
    while (dimensions < element.length() && element.charAt(dimensions) == '[') {
      dimensions++;
    }
    String rest = element.substring(dimensions);
    if (dimensions == 0) {
      return element;
    }
    if (rest.length() == 1 && PRIMITIVES.contains(rest)) {
      return "int"; // as good as any of them
    }
    return rest.startsWith("L") && rest.endsWith(";") ? rest.substring(1, rest.length() - 1) : rest;
  }

  /** Refuses a value that holds an object of such a class; its depth is bounded already. */
  void checkWithin(@Nullable Object value) throws JsonException {
    if (value instanceof List<?> list) {
      for (Object element : list) {
        checkWithin(element);
      }
    } else if (value instanceof Map<?, ?> map) {
      if (map.get(KEY) instanceof String type) {
        check(type);
      }
      for (Object element : map.values()) {
        checkWithin(element);
      }
    }
  }
}
