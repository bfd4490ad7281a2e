package io.mizzen.balancer.basic;

import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.PickContext;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Turns among equals. The next turn begins after the endpoint that was picked, not after the one
 * whose turn it was: the neighbour of a shut endpoint gets no double share.
 */
final class TurnBalancer implements LoadBalancer {
  private final Members members;
  private int next;

  TurnBalancer(Members members, SplittableRandom start) {
    this.members = members;
    this.next = members.size() == 0 ? 0 : start.nextInt(members.size());
  }

  @Override
  public @Nullable Endpoint pick(PickContext context) {
    int size = members.size();
    int warming = -1;
    for (int tries = 0, i = next; tries < size; tries++, i = i + 1 == size ? 0 : i + 1) {
      if (!members.usable(i, context)) {
        continue;
      }
      if (Chance.hit(members.ramp(i, context), context)) {
        return take(i);
      }
      if (warming < 0) {
        warming = i;
      }
    }
    // Nobody but warming endpoints, and all lost their draw: a warming one is better than an error.
    return warming < 0 ? null : take(warming);
  }

  private Endpoint take(int index) {
    next = index + 1 == members.size() ? 0 : index + 1;
    return members.get(index);
  }
}
