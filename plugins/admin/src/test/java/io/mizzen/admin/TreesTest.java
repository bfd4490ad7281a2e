package io.mizzen.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TreesTest {
  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Test
  void writesEveryKindOfValueAsJson() {
    List<Object> list = new ArrayList<>(List.of(1, 2.5, true, "x"));
    list.add(null);
    assertEquals(
        "{\"a\":[1,2.5,true,\"x\",null],\"b\":{},\"c\":[]}\n",
        JsonTree.write(map("a", list, "b", Map.of(), "c", List.of())));
  }

  @Test
  void escapesWhatJsonDoesNotTake() {
    assertEquals(
        "\"\\\"\\\\\\u000a\\u0000\\u2028\\ud800 \ud83d\ude00\"\n",
        JsonTree.write("\"\\\n\0\u2028\ud800 \ud83d\ude00"));
  }

  @Test
  void writesNullForNumbersJsonDoesNotKnow() {
    assertEquals("[null,null]\n", JsonTree.write(List.of(Double.NaN, Float.POSITIVE_INFINITY)));
  }

  @Test
  void writesObjectsAsLinesAndTheirListsAsTables() {
    Object tree =
        map(
            "phase",
            "READY",
            "text",
            "one\ntwo",
            "endpoints",
            List.of(map("at", "a:1", "up", true), map("at", "bb:22", "why", "\u001b[2J")));
    assertEquals(
        """
        phase      READY
        text
          one
          two
        endpoints
          at     up    why
          a:1    true  -
          bb:22  -     ?[2J
        """,
        TextTree.write(tree));
  }
}
