package io.mizzen.balancer.basic;

import io.mizzen.spi.upstream.PickContext;

/**
 * Draws an endpoint at random by weight, in constant time: Vose's alias method (IEEE TSE 17(9),
 * 1991). Each slot of the table belongs to one endpoint up to a share and to another above it.
 *
 * <p>An endpoint that is shut, or that warms up and loses the draw of its ramp, is drawn again.
 * This keeps the shares of the rest exact. After some such draws most endpoints must be shut: then
 * one pass over all of them finds the usable ones.
 */
final class Draw {
  /** With half of the endpoints shut, one draw in 64 comes to the pass over all. */
  private static final int TRIES = 6;

  private final Members members;
  private final double[] share;
  private final int[] alias;

  Draw(Members members) {
    this.members = members;
    int size = members.size();
    this.share = new double[size];
    this.alias = new int[size];
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += members.weight(i);
    }
    int[] order = new int[size];
    int small = 0;
    int large = size;
    for (int i = 0; i < size; i++) {
      share[i] = (double) members.weight(i) * size / total;
      alias[i] = i;
      order[share[i] < 1 ? small++ : --large] = i;
    }
    // order: the small ones in front, the large ones at the end, both used up from the middle.
    while (small > 0 && large < size) {
      int less = order[--small];
      int more = order[large];
      alias[less] = more;
      share[more] -= 1 - share[less];
      if (share[more] < 1) {
        large++;
        order[small++] = more;
      }
    }
    // What is left on either side is 1 but for rounding.
    while (small > 0) {
      share[order[--small]] = 1;
    }
    while (large < size) {
      share[order[large++]] = 1;
    }
  }

  Members members() {
    return members;
  }

  /**
   * Draws one.
   *
   * @param except an index that must not come, or -1
   * @return an index, or -1 if no endpoint is usable
   */
  int next(int except, PickContext context) {
    int size = members.size();
    if (size == 0) {
      return -1;
    }
    for (int tries = 0; tries < TRIES; tries++) {
      int slot = size == 1 ? 0 : context.random(size);
      int drawn = Chance.hit(share[slot], context) ? slot : alias[slot];
      if (drawn != except
          && members.usable(drawn, context)
          && Chance.hit(members.ramp(drawn, context), context)) {
        return drawn;
      }
    }
    return search(except, context);
  }

  private int search(int except, PickContext context) {
    double total = 0;
    for (int i = 0; i < members.size(); i++) {
      total += presentWeight(i, except, context);
    }
    double left = Chance.fraction(context) * total;
    int last = -1;
    for (int i = 0; i < members.size(); i++) {
      double weight = presentWeight(i, except, context);
      if (weight > 0) {
        last = i;
        left -= weight;
        if (left < 0) {
          return i;
        }
      }
    }
    // Rounding may leave a rest at the end; nobody usable leaves -1.
    return last;
  }

  private double presentWeight(int index, int except, PickContext context) {
    return index != except && members.usable(index, context)
        ? members.weight(index) * members.ramp(index, context)
        : 0;
  }
}
