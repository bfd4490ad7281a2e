package com.acme.older;

import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.PickContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Belongs to one worker and one set of endpoints: no locks, nothing allocated. */
final class OlderFirstBalancer implements LoadBalancer {
  private final List<Endpoint> endpoints;

  OlderFirstBalancer(List<Endpoint> endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public @Nullable Endpoint pick(PickContext context) {
    for (int i = 0; i < endpoints.size(); i++) {
      if (context.usable(endpoints.get(i)) == PickContext.Usable.YES) {
        return endpoints.get(i);
      }
    }
    return null;
  }
}
