package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordValuesTest {
  enum Colour {
    RED,
    BLUE
  }

  record Inner(int number, double part, Colour colour) {}

  record Other(int number, double part, Colour colour) {}

  record Outer(@Nullable String name, List<Inner> list, Map<String, Inner> map) {}

  static List<Object> values() {
    Inner one = new Inner(1, 0.5, Colour.RED);
    Inner two = new Inner(1, 0.5, Colour.BLUE);
    Map<String, Inner> noValue = new LinkedHashMap<>();
    noValue.put("a", null);
    return Arrays.asList(
        null,
        "text",
        one,
        two,
        new Other(1, 0.5, Colour.RED),
        new Inner(1, Double.NaN, Colour.RED),
        new Outer(null, List.of(), Map.of()),
        new Outer("x", List.of(one), Map.of("a", two)),
        new Outer("x", List.of(two), Map.of("a", two)),
        new Outer("x", List.of(one, one), Map.of("a", two)),
        new Outer("x", List.of(one), Map.of("a", one)),
        new Outer("x", List.of(one), Map.of("b", two)),
        new Outer("x", List.of(one), noValue),
        new Outer("x", List.of(one), Map.of("a", two, "b", two)));
  }

  /** An equal one that is another object wherever that is possible. */
  private static @Nullable Object copy(@Nullable Object value) {
    if (value instanceof Inner in) {
      return new Inner(in.number(), in.part(), in.colour());
    }
    if (value instanceof Outer out) {
      List<Inner> list = out.list().stream().map(in -> (Inner) copy(in)).toList();
      Map<String, Inner> map = new LinkedHashMap<>();
      out.map().forEach((key, in) -> map.put(key, (Inner) copy(in)));
      return new Outer(out.name(), list, map);
    }
    return value;
  }

  @ParameterizedTest
  @MethodSource("values")
  void agreesWithTheOwnEqualsOfRecords(@Nullable Object value) {
    for (Object other : values()) {
      Object copy = copy(other);
      boolean equal = value == null ? copy == null : value.equals(copy);
      assertEquals(equal, RecordValues.same(value, copy), () -> value + " and " + copy);
      if (equal) {
        assertEquals(RecordValues.hash(value), RecordValues.hash(copy));
      }
    }
  }
}
