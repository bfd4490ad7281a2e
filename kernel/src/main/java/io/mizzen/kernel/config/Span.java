package io.mizzen.kernel.config;

/**
 * A stretch of source text in one {@code long}: start in the upper half, length in the lower.
 *
 * <p>Starts count code points over all sources of a load, one after the other, as compilers do it:
 * a file of 10,000 clusters has some 300,000 places, and line and column are asked for a handful.
 */
final class Span {
  /** No place in any file: the value comes from a default. */
  static final long NONE = -1;

  private Span() {}

  static long of(int start, int end) {
    return (long) start << 32 | Math.max(0, end - start);
  }

  static int start(long span) {
    return (int) (span >> 32);
  }

  static int end(long span) {
    return start(span) + (int) span;
  }

  static boolean overlap(long one, long other) {
    return start(one) < end(other) && start(other) < end(one);
  }
}
