package io.mizzen.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonArgumentsTest {
  @Test
  void textsNumbersAndTruthValuesAreTakenByTheirKeys() {
    assertEquals(Map.of(), JsonArguments.read(" { } "));
    assertEquals(
        Map.of("a", "x \"y\" \u00e9\n", "b", "-1.5e3", "c", "true"),
        JsonArguments.read("{\"a\": \"x \\\"y\\\" \\u00e9\\n\", \"b\": -1.5e3,\n\"c\" : true}"));
    assertEquals(
        Map.of("header.x-key", "k", "header.y", "1"),
        JsonArguments.read("{\"header\": {\"x-key\": \"k\", \"y\": 1}}"));
  }

  @Test
  void everythingElseIsRefusedInOneSentence() {
    List<String> wrong =
        List.of(
            "",
            "[]",
            "{",
            "{\"a\"",
            "{\"a\": null}",
            "{\"a\": [1]}",
            "{\"a\": 1,}",
            "{\"a\": 1} x",
            "{\"a\": \"\\x\"}",
            "{\"a\": \"\\u12\"}",
            "{\"a\": 1, \"a\": 2}",
            "{'a': 1}",
            "{\"a\": \"\n\"}",
            "{\"a\":".repeat(100_000));
    for (String text : wrong) {
      assertThrows(
          IllegalArgumentException.class,
          () -> JsonArguments.read(text),
          () -> text.substring(0, Math.min(40, text.length())));
    }
  }
}
