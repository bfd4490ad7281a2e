package io.mizzen.filter.transcoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mizzen.filter.transcoder.TranscoderConfig.ClassNames;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body as JSON. JAZZER_FUZZ=1 goes on from one value of each kind. */
class JsonFuzzTest {
  /** Few, so that short inputs reach them. */
  private static final int MAX_DEPTH = 8;

  static Stream<Arguments> seeds() {
    return Stream.of(
            "",
            "null",
            " [true , false]\r\n",
            "{\"types\":[\"string\",\"int\"],\"args\":[\"x\",-3]}",
            "{\"class\":\"a.B\",\"a\":{\"a\":{}}}",
            "[1.5e-3,-0.0,0,12345678901234567890,2147483648,1E400]",
            "\"\\u0000\\ud83d\\ude00\\ud83d\\\"\\\\\\/\\b\\f\\n\\r\\t\u4e2d\ud83d\ude00\"",
            "[[[[[[[[[]]]]]]]]]")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .map(Arguments::of);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void anyBodyIsRefusedOrWrittenAndReadAsTheSame(byte[] body) throws JsonException {
    Object value;
    try {
      value = JsonReader.read(Unpooled.wrappedBuffer(body), MAX_DEPTH);
    } catch (JsonException refused) {
      assertNotEquals("", String.valueOf(refused.getMessage()));
      return;
    }
    String text = JsonWriter.write(value, ClassNames.KEEP, Integer.MAX_VALUE, MAX_DEPTH);
    byte[] again = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(value, JsonReader.read(Unpooled.wrappedBuffer(again), MAX_DEPTH));
  }
}
