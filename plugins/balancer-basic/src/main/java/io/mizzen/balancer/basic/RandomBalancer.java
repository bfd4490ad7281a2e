package io.mizzen.balancer.basic;

import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.PickContext;
import org.jspecify.annotations.Nullable;

/** Draws by weight. Keeps nothing between picks. */
final class RandomBalancer implements LoadBalancer {
  private final Draw draw;

  RandomBalancer(Draw draw) {
    this.draw = draw;
  }

  @Override
  public @Nullable Endpoint pick(PickContext context) {
    int drawn = draw.next(-1, context);
    return drawn < 0 ? null : draw.members().get(drawn);
  }
}
