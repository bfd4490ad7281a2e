package io.mizzen.balancer.basic;

import io.mizzen.spi.Worker;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where each worker of this process begins its turns. A thousand sidecars that learn of a new
 * endpoint in the same second must not all begin with the first of the list, so the seed is random;
 * and the workers of one process must not begin at one point, so the index is mixed in.
 */
record Starts(long seed) {
  static Starts random() {
    return new Starts(ThreadLocalRandom.current().nextLong());
  }

  SplittableRandom of(Worker worker) {
    // SplittableRandom scrambles its seed: neighbouring indices give unrelated sequences.
    return new SplittableRandom(seed + worker.index());
  }
}
