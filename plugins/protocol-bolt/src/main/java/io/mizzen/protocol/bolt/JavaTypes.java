package io.mizzen.protocol.bolt;

import java.util.Map;

/** Names of types as Java's sources write them, and as {@link Class#getName} does. */
final class JavaTypes {
  private static final Map<String, String> PRIMITIVES =
      Map.of(
          "boolean", "Z", "byte", "B", "char", "C", "double", "D", "float", "F", "int", "I", "long",
          "J", "short", "S");

  private static final String ARRAY = "[]";

  private JavaTypes() {}

  /** {@code int[]} becomes {@code [I}, {@code a.B[]} becomes {@code [La.B;}; others stay. */
  static String binary(String type) {
    String element = type;
    StringBuilder dimensions = new StringBuilder();
    while (element.endsWith(ARRAY)) {
      element = element.substring(0, element.length() - ARRAY.length());
      dimensions.append('[');
    }
    if (dimensions.isEmpty()) {
      return type;
    }
    String primitive = PRIMITIVES.get(element);
    return primitive == null ? dimensions + "L" + element + ";" : dimensions + primitive;
  }
}
