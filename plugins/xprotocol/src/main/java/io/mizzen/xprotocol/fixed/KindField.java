package io.mizzen.xprotocol.fixed;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.HashSet;
import java.util.Set;

/** What says whether a frame is a request, an answer or a heartbeat. */
@Doc("The bytes of the header that tell what a frame is for. All values are as wide as the first.")
public record KindField(
    @Doc("The first byte of it.") int at,
    @Doc("Only these bits count, in hexadecimal; empty for all.") @Default("") String mask,
    @Doc("A call that is answered, in hexadecimal such as \"01\".") String request,
    @Doc("An answer.") String response,
    @Doc("A call that is not answered; empty if there is none.") @Default("") String oneWay,
    @Doc("Asks whether this side is alive; empty if there is none.") @Default("") String heartbeat,
    @Doc("The answer to a heartbeat; empty if there is none.") @Default("") String heartbeatAnswer,
    @Doc("An upstream that wants no further calls; empty if there is none.") @Default("")
        String goAway) {
  private static final int WIDEST = 4;

  public KindField {
    if (at < 0) {
      throw new IllegalArgumentException("at must not be negative, got " + at);
    }
    int width = Hex.bytes("request", request).length;
    if (width < 1 || width > WIDEST) {
      throw new IllegalArgumentException("request must be 1 to 4 bytes, got \"" + request + "\"");
    }
    Set<Long> seen = new HashSet<>();
    long bits = mask.isEmpty() ? -1 : Hex.number(Hex.bytes("mask", mask));
    width("mask", mask, width);
    distinct("request", request, width, bits, seen);
    distinct("response", response, width, bits, seen);
    distinct("oneWay", oneWay, width, bits, seen);
    distinct("heartbeat", heartbeat, width, bits, seen);
    distinct("heartbeatAnswer", heartbeatAnswer, width, bits, seen);
    distinct("goAway", goAway, width, bits, seen);
    if (response.isEmpty()) {
      throw new IllegalArgumentException("response must not be empty");
    }
    if (heartbeat.isEmpty() != heartbeatAnswer.isEmpty()) {
      throw new IllegalArgumentException(
          "heartbeat and heartbeatAnswer belong together: give both or none");
    }
  }

  private static void width(String key, String value, int width) {
    if (!value.isEmpty() && Hex.bytes(key, value).length != width) {
      throw new IllegalArgumentException(
          key + " must be as wide as request, " + width + " bytes, got \"" + value + "\"");
    }
  }

  private static void distinct(String key, String value, int width, long bits, Set<Long> seen) {
    width(key, value, width);
    if (value.isEmpty()) {
      return;
    }
    long number = Hex.number(Hex.bytes(key, value));
    if ((number & bits) != number) {
      throw new IllegalArgumentException(key + " has bits outside of mask: \"" + value + "\"");
    }
    if (!seen.add(number)) {
      throw new IllegalArgumentException(key + " is the same as another kind: \"" + value + "\"");
    }
  }

  int width() {
    return Hex.bytes("request", request).length;
  }
}
