package io.mizzen.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsEveryKindOfValue() {
    assertEquals(
        Map.of("a", List.of(1L, -2.5, 1e3, true, false), "b", Map.of(), "c", List.of(), "d", "x"),
        Json.parse(" {\"a\":[1, -2.5,1e3,true,false],\"b\":{},\"c\":[ ] ,\"d\":\"x\"}\n"));
    assertEquals(null, Json.parse("null"));
    assertEquals(9223372036854775807L, Json.parse("9223372036854775807"));
  }

  @Test
  void readsEscapes() {
    assertEquals(
        "\"\\/\b\f\n\r\té\ud83d\ude00",
        Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\""));
  }

  @Test
  void whatIsWrittenIsRead() {
    Object tree = Map.of("k\"\n", List.of("ü\u2028", 7L, true));
    assertEquals(tree, Json.parse(io.mizzen.kernel.config.Json.write(tree)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\"}",
        "{a:1}",
        "\"x",
        "\"\\q\"",
        "\"\\u12g4\"",
        "tru",
        "1 2",
        "-",
        "\"\n\""
      })
  void refusesWhatIsNoJson(String text) {
    assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
  }

  @Test
  void refusesNestingThatWouldEndTheStack() {
    assertThrows(IllegalArgumentException.class, () -> Json.parse("[".repeat(100_000)));
  }

  @Test
  void differencesAreToldByName() {
    Object before = Json.parse("{\"a\":1,\"l\":[{\"name\":\"x\",\"v\":1},{\"name\":\"y\"}]}");
    Object after = Json.parse("{\"b\":2,\"l\":[{\"name\":\"y\"},{\"name\":\"x\",\"v\":2}]}");
    assertEquals(
        List.of("- a: 1", "~ l[x].v: 1 -> 2", "+ b: 2"), TreeChanges.between(before, after));
    assertEquals(List.of(), TreeChanges.between(before, before));
  }
}
