package io.mizzen.protocol.http2;

import io.mizzen.spi.config.ByteSize;
import java.time.Duration;

/** What the configuration records of this plugin refuse, in sentences for users. */
final class Checks {
  private Checks() {}

  static void size(String key, ByteSize size, long from, long to) {
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
}
