package io.mizzen.protocol.http1;

import io.mizzen.spi.config.ByteSize;
import java.time.Duration;

/** What the configuration records of this plugin refuse, in sentences for users. */
final class Checks {
  private Checks() {}

  static void atLeast(String key, ByteSize size, long bytes) {
    if (size.bytes() < bytes) {
      throw new IllegalArgumentException(
          key + " must be at least " + new ByteSize(bytes) + ", got " + size);
    }
  }

  static void atMost(String key, ByteSize size, long bytes) {
    if (size.bytes() > bytes) {
      throw new IllegalArgumentException(
          key + " must be at most " + new ByteSize(bytes) + ", got " + size);
    }
  }

  static void count(String key, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          key + " must be from " + from + " to " + to + ", got " + value);
    }
  }

  static void time(String key, Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(key + " must not be negative, got " + time);
    }
  }

  static void token(String key, String word) {
    byte[] octets = Wire.ascii(word);
    if (octets.length == 0
        || Octets.endOf(Octets.TOKEN, octets, 0, octets.length) != octets.length) {
      throw new IllegalArgumentException(
          key + " must be a word of letters, digits and -._~!#$%&'*+^`|, got '" + word + "'");
    }
  }
}
