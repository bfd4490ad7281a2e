package io.mizzen.balancer.basic;

import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.PickContext;
import java.util.List;

/** An endpoint set as arrays: the endpoints, and their weights as they were when it was built. */
final class Members {
  private final Endpoint[] endpoints;
  private final int[] weights;

  Members(List<Endpoint> endpoints) {
    this.endpoints = endpoints.toArray(new Endpoint[0]);
    this.weights = new int[this.endpoints.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = this.endpoints[i].weight();
    }
  }

  int size() {
    return endpoints.length;
  }

  Endpoint get(int index) {
    return endpoints[index];
  }

  int weight(int index) {
    return weights[index];
  }

  boolean usable(int index, PickContext context) {
    return context.usable(endpoints[index]) == PickContext.Usable.YES;
  }

  double ramp(int index, PickContext context) {
    return context.ramp(endpoints[index]);
  }

  boolean equalWeights() {
    for (int weight : weights) {
      if (weight != weights[0]) {
        return false;
      }
    }
    return true;
  }
}
