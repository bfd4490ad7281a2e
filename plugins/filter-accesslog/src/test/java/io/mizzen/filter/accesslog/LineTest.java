package io.mizzen.filter.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void writesNumbersAsJavaDoes() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertEquals(Long.toString(value), line(line -> line.number(value)));
    }
    assertEquals(Long.toString(Long.MIN_VALUE), line(line -> line.number(Long.MIN_VALUE)));
    assertEquals("0", line(line -> line.number(0)));
  }

  @Test
  void writesNanosecondsAsMilliseconds() {
    assertEquals("0.000", line(line -> line.millis(999)));
    assertEquals("0.001", line(line -> line.millis(1_000)));
    assertEquals("12345.060", line(line -> line.millis(12_345_060_999L)));
  }

  @Test
  void escapesWhatJsonForbids() {
    assertEquals("\"a\\\"b\\\\c\\u000a\\u0000/\"", json("a\"b\\c\n\0/"));
    assertEquals("\"\u00e9\u20ac\ud83d\ude00\"", json("\u00e9\u20ac\ud83d\ude00"));
    assertEquals("\"\ufffdx\ufffd\"", json("\ud83dx\ude00"));
  }

  @Test
  void keepsATemplateOnOneLine() {
    assertEquals(
        "a\\x0ab\\x22\\x5c\\x1b", line(line -> line.text("a\nb\"\\\u001b", Line.Style.PLAIN)));
  }

  @Test
  void cutsALongValue() {
    String json = json("x".repeat(100_000));
    assertEquals(Line.LONGEST_VALUE + 5, json.length());
    assertTrue(json.endsWith("x...\""));
  }

  @Test
  void writesTimesAsTheLibraryDoes() {
    Random random = new Random(2);
    LineTime time = new LineTime();
    for (int i = 0; i < 20_000; i++) {
      long millis = (long) (random.nextDouble() * 8e12) - 1_000_000_000_000L;
      assertEquals(expected(millis), line(line -> time.append(millis, line)));
      assertEquals(expected(millis + 1), line(line -> time.append(millis + 1, line)));
    }
  }

  private static String expected(long millis) {
    String text = Instant.ofEpochMilli(millis).toString();
    return text.length() == 20 ? text.replace("Z", ".000Z") : text;
  }

  private static String json(String text) {
    return line(line -> line.text(text, Line.Style.JSON));
  }

  private static String line(Consumer<Line> write) {
    Line line = new Line();
    write.accept(line);
    return new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
  }
}
