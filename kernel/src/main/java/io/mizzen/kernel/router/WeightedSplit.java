package io.mizzen.kernel.router;

import java.util.Arrays;

/**
 * Splits a sequence of requests by weight, exactly: after as many requests as the sum of the
 * weights each part had its share, and in between as evenly as possible (smooth weighted round
 * robin). One state per worker, so no two workers meet.
 */
final class WeightedSplit {
  private final int[] weights;
  private final long sum;
  private final long[][] credit;

  WeightedSplit(int[] weights, int workers) {
    this.weights = weights.clone();
    this.sum = Arrays.stream(weights).asLongStream().sum();
    if (sum == 0) {
      throw new IllegalArgumentException("clusters need at least one weight above 0");
    }
    this.credit = new long[workers][weights.length];
  }

  int next(int worker) {
    long[] mine = credit[worker];
    int best = -1;
    for (int i = 0; i < weights.length; i++) {
      mine[i] += weights[i];
      if (weights[i] > 0 && (best < 0 || mine[i] > mine[best])) {
        best = i;
      }
    }
    mine[best] -= sum;
    return best;
  }
}
