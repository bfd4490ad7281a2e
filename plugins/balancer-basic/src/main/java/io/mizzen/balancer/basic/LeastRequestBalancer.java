package io.mizzen.balancer.basic;

import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.PickContext;
import org.jspecify.annotations.Nullable;

/**
 * The power of two choices (Mitzenmacher, IEEE TPDS 12(10), 2001): of a few endpoints drawn at
 * random the one with the fewest open requests, relative to its weight.
 *
 * <p>The draw is by weight already, and endpoints without any request are equal, the first one
 * drawn wins. So shares follow the weights at low load too; comparing {@code (requests + 1) /
 * weight} of an even draw would give a light endpoint nothing until the heavy ones are busy.
 */
final class LeastRequestBalancer implements LoadBalancer {
  private final Draw draw;
  private final int choices;

  LeastRequestBalancer(Draw draw, int choices) {
    this.draw = draw;
    this.choices = choices;
  }

  @Override
  public @Nullable Endpoint pick(PickContext context) {
    int best = draw.next(-1, context);
    if (best < 0) {
      return null;
    }
    double bestLoad = relativeLoad(best, context);
    for (int i = 1; i < choices; i++) {
      int other = draw.next(best, context);
      if (other < 0) {
        break;
      }
      double load = relativeLoad(other, context);
      if (load < bestLoad) {
        best = other;
        bestLoad = load;
      }
    }
    return draw.members().get(best);
  }

  private double relativeLoad(int index, PickContext context) {
    Members members = draw.members();
    return context.load(members.get(index))
        / (members.weight(index) * members.ramp(index, context));
  }
}
