package io.mizzen.lib.http;

import io.mizzen.spi.config.ByteSize;
import java.time.Duration;

/** What the configuration records of HTTP refuse, in sentences for users. */
public final class Checks {
  private Checks() {}

  public static void atLeast(String key, ByteSize size, long bytes) {
    if (size.bytes() < bytes) {
      throw new IllegalArgumentException(
          key + " must be at least " + new ByteSize(bytes) + ", got " + size);
    }
  }

  public static void atMost(String key, ByteSize size, long bytes) {
    if (size.bytes() > bytes) {
      throw new IllegalArgumentException(
          key + " must be at most " + new ByteSize(bytes) + ", got " + size);
    }
  }

  public static void size(String key, ByteSize size, long from, long to) {
    if (size.bytes() < from || size.bytes() > to) {
      throw new IllegalArgumentException(
          key
              + " must be from "
              + new ByteSize(from)
              + " to "
              + new ByteSize(to)
              + ", got "
              + size);
    }
  }

  public static void count(String key, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          key + " must be from " + from + " to " + to + ", got " + value);
    }
  }

  public static void time(String key, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(key + " must not be negative, got " + time);
    }
  }

  public static void token(String key, String word) {
    byte[] octets = Octets.ascii(word);
    if (octets.length == 0
        || Octets.endOf(Octets.TOKEN, octets, 0, octets.length) != octets.length) {
      throw new IllegalArgumentException(
          key + " must be a word of letters, digits and -._~!#$%&'*+^`|, got '" + word + "'");
    }
  }
}
