package io.mizzen.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void aTableIsAlignedAndMarkdown() {
    Table table = new Table(List.of("proxy", "req/s"));
    table.row(List.of("nginx", "88,643"));
    table.row(List.of("x", "1"));
    assertEquals(
        """
        | proxy |  req/s |
        |-------|-------:|
        | nginx | 88,643 |
        | x     |      1 |
        """,
        table.toString());
    assertThrows(IllegalArgumentException.class, () -> table.row(List.of("x")));
  }

  @Test
  void theMedianLeavesOutWhatWasNotMeasured() {
    assertEquals(2, Numbers.median(List.of(9.0, 1.0, 2.0)));
    assertEquals(1.5, Numbers.median(List.of(2.0, 1.0, Double.NaN)));
    assertTrue(Double.isNaN(Numbers.median(List.of())));
    assertEquals("88,643", Numbers.whole(88_643.2));
    assertEquals(Numbers.NONE, Numbers.two(Double.NaN));
  }

  @Test
  void jsonEscapesWordsAndWritesNoNaN() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a\"b", Arrays.asList(1, 2.5, Double.NaN, null, true, "x\ny\\"));
    map.put("empty", Map.of());
    assertEquals(
        "{\n  \"a\\\"b\": [1, 2.5, null, null, true, \"x\\u000ay\\\\\"],\n  \"empty\": {}\n}\n",
        Json.write(map));
  }
}
