package io.mizzen.lib.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextMapTest {
  @Test
  void findsEachKeyAndNoOther() {
    Map<String, Integer> entries = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      entries.put("svc-" + i, i);
    }
    TextMap<Integer> map = new TextMap<>(entries, Letters.EXACT);
    for (int i = 0; i < 5000; i++) {
      assertEquals(i, map.get("/svc-" + i + "/", 1, ("/svc-" + i).length()));
      assertNull(map.get("svc-" + i + "x"));
    }
    assertNull(map.get(""));
    assertNull(map.get("SVC-1"));
  }

  @Test
  void foldsKeysAndQuestions() {
    TextMap<String> map =
        new TextMap<>(Map.of("Example.COM", "x", "", "empty"), Letters.IGNORE_CASE);
    assertEquals("x", map.get("eXample.com"));
    assertEquals("empty", map.get(""));
  }

  @Test
  void keysEqualAfterFoldingAreRefused() {
    Map<String, Integer> entries = Map.of("a", 1, "A", 2);
    assertThrows(IllegalArgumentException.class, () -> new TextMap<>(entries, Letters.IGNORE_CASE));
  }

  @Test
  void anEmptyMapKnowsNothing() {
    TextMap<String> map = new TextMap<>(Map.of(), Letters.EXACT);
    assertTrue(map.isEmpty());
    assertNull(map.get(""));
    assertNull(map.get("a"));
  }
}
