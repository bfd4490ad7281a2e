package io.mizzen.balancer.basic;

import io.mizzen.spi.upstream.PickContext;

/** Random decisions in terms of {@link PickContext#random}. */
final class Chance {
  /** Fine enough for any share people write, and far from the limits of an int. */
  private static final int STEPS = 1 << 24;

  private Chance() {}

  /** A number from 0 (inclusive) to 1 (exclusive). */
  static double fraction(PickContext context) {
    return (double) context.random(STEPS) / STEPS;
  }

  /** True with the given probability; certain ones draw nothing. */
  static boolean hit(double probability, PickContext context) {
    return probability >= 1 || fraction(context) < probability;
  }
}
