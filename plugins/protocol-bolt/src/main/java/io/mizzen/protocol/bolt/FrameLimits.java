package io.mizzen.protocol.bolt;

import io.mizzen.spi.config.ByteSize;
import java.time.Duration;

/** The rules that both configuration records keep. */
final class FrameLimits {
  /** A fixed part, a class name and a header map must fit, or nothing passes. */
  private static final long SMALLEST_FRAME = 1024;

  /** Beyond this a length near the 2 GiB that peers can express would overflow sums. */
  private static final long LARGEST_FRAME = 1L << 30;

  private FrameLimits() {}

  static void check(ByteSize maxFrame, ByteSize streamAbove) {
    if (maxFrame.bytes() < SMALLEST_FRAME || maxFrame.bytes() > LARGEST_FRAME) {
      throw new IllegalArgumentException("maxFrame must be from 1KiB to 1GiB, got " + maxFrame);
    }
    if (streamAbove.bytes() > LARGEST_FRAME) {
      throw new IllegalArgumentException("streamAbove must be at most 1GiB, got " + streamAbove);
    }
  }

  static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(key + " must not be negative, got " + value);
    }
  }

  static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1, got " + value);
    }
  }
}
