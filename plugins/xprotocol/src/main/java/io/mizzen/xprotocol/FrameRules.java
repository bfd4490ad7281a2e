package io.mizzen.xprotocol;

import io.mizzen.spi.config.ByteSize;
import java.time.Duration;

/** The rules that configuration records of protocols keep. */
public final class FrameRules {
  /** Fixed parts and names must fit, or nothing passes. */
  private static final long SMALLEST_FRAME = 1024;

  /** Beyond this a length near the 2 GiB that peers can express would overflow sums. */
  private static final long LARGEST_FRAME = 1L << 30;

  private FrameRules() {}

  /** Checks how large frames may be. */
  public static void sizes(ByteSize maxFrame, ByteSize streamAbove) {
    if (maxFrame.bytes() < SMALLEST_FRAME || maxFrame.bytes() > LARGEST_FRAME) {
      throw new IllegalArgumentException("maxFrame must be from 1KiB to 1GiB, got " + maxFrame);
    }
    if (streamAbove.bytes() > LARGEST_FRAME) {
      throw new IllegalArgumentException("streamAbove must be at most 1GiB, got " + streamAbove);
    }
  }

  /** Checks how long a listener waits for its callers, and how much one may ask at once. */
  public static void connection(
      Duration headTimeout, Duration bodyTimeout, Duration idleTimeout, int maxStreams) {
    notNegative("headTimeout", headTimeout);
    notNegative("bodyTimeout", bodyTimeout);
    notNegative("idleTimeout", idleTimeout);
    atLeastOne("maxStreams", maxStreams);
  }

  /** Checks a cluster's pool. */
  public static void pool(
      int maxConnections, int maxPending, int maxStreams, Duration idleTimeout, long maxRequests) {
    atLeastOne("maxConnections", maxConnections);
    atLeastOne("maxStreams", maxStreams);
    notNegative("idleTimeout", idleTimeout);
    if (maxPending < 0) {
      throw new IllegalArgumentException("maxPending must not be negative, got " + maxPending);
    }
    if (maxRequests < 0) {
      throw new IllegalArgumentException("maxRequests must not be negative, got " + maxRequests);
    }
  }

  /** Refuses a negative duration. */
  public static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(key + " must not be negative, got " + value);
    }
  }

  /** Refuses numbers below 1. */
  public static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1, got " + value);
    }
  }
}
