package io.mizzen.filter.transcoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.filter.transcoder.TranscoderConfig.ClassNames;
import io.mizzen.xprotocol.convert.Struct;
import io.netty.buffer.Unpooled;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static Object read(String json) throws JsonException {
    return JsonReader.read(Unpooled.copiedBuffer(json, StandardCharsets.UTF_8), 64);
  }

  private static String write(Object value) throws JsonException {
    return JsonWriter.write(value, ClassNames.DROP, 10_000, 64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[]",
        "{}",
        "[1,-1,0,2147483648,12345678901234567890,0.5,\"\"]",
        "{\"a\":{\"b\":[false,null]},\"c\":\"\u00e9\u4e2d\ud83d\ude00\\\"\\\\\\n\\u0001\"}"
      })
  void whatIsReadIsWrittenAsItWas(String json) throws JsonException {
    assertEquals(json, write(read(json)));
  }

  @Test
  void numbersAreTheSmallestThatHoldThem() throws JsonException {
    assertEquals(
        List.of(
            Integer.MIN_VALUE,
            1L << 31,
            Long.MIN_VALUE,
            new BigInteger("9223372036854775808"),
            1.5,
            100.0,
            -0.0),
        read(
            "[-2147483648, 2147483648, -9223372036854775808, 9223372036854775808, 1.5, 1e2,"
                + " -0.0]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u00g0\"",
        "\"\n\"",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "1e999",
        "NaN",
        "tru",
        "nul",
        "[1] 2",
        "[1}",
        "{\"a\":1,\"a\":2}",
        "//",
        "[1 2]",
        "\ufeff[]"
      })
  void whatIsNoJsonIsRefused(String json) {
    JsonException thrown = assertThrows(JsonException.class, () -> read(json));
    assertTrue(thrown.getMessage().startsWith("line 1, column "), thrown.getMessage());
  }

  @Test
  void depthAndLengthOfNumbersAreBoundedAndBytesMustBeUtf8() throws JsonException {
    read("[".repeat(64) + "]".repeat(64));
    assertThrows(JsonException.class, () -> read("[".repeat(65) + "]".repeat(65)));
    assertThrows(JsonException.class, () -> read("[".repeat(1_000_000)));
    assertThrows(JsonException.class, () -> read("1".repeat(401)));
    byte[] broken = {'"', (byte) 0xc3, '"'};
    assertThrows(JsonException.class, () -> JsonReader.read(Unpooled.wrappedBuffer(broken), 64));
  }

  @Test
  void aPlaceIsToldByLineAndColumn() {
    JsonException thrown = assertThrows(JsonException.class, () -> read("[1,\n  x]"));
    assertEquals("line 2, column 3: a value was expected", thrown.getMessage());
  }

  @Test
  void valuesOfProvidersBecomeJson() throws JsonException {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put("class", "a.B");
    map.put(1, new byte[] {1, 2});
    map.put(null, Instant.EPOCH);
    Struct struct = new Struct("a.C", Map.of("x", new BigDecimal("1.10")));
    Object value = Arrays.asList(map, struct, Double.NaN, "\ud83d");
    assertEquals(
        "[{\"1\":\"AQI=\",\"null\":\"1970-01-01T00:00:00Z\"},{\"x\":1.10},\"NaN\",\"\\ud83d\"]",
        write(value));
    assertEquals(
        "{\"class\":\"a.C\",\"x\":1.10}", JsonWriter.write(struct, ClassNames.KEEP, 100, 64));
  }

  @Test
  void aValueThatHoldsItselfOrManyTimesAnotherEndsAsAnError() {
    List<Object> self = new ArrayList<>();
    self.add(self);
    assertThrows(JsonException.class, () -> write(self));
    List<Object> bomb = List.of("x");
    for (int i = 0; i < 60; i++) {
      bomb = List.of(bomb, bomb);
    }
    List<Object> last = bomb;
    assertThrows(JsonException.class, () -> write(last));
  }
}
