package io.mizzen.balancer.basic;

import io.mizzen.spi.upstream.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An endpoint with public dials. */
final class FakeEndpoint implements Endpoint {
  final String address;
  final int weight;
  Gate gate = Gate.OPEN;
  double ramp = 1;
  int load;
  int picks;

  FakeEndpoint(String address, int weight) {
    this.address = address;
    this.weight = weight;
  }

  /** Endpoints {@code e0, e1, ...} of the given weights. */
  static List<FakeEndpoint> weighing(int... weights) {
    List<FakeEndpoint> endpoints = new ArrayList<>();
    for (int weight : weights) {
      endpoints.add(new FakeEndpoint("e" + endpoints.size(), weight));
    }
    return endpoints;
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public int weight() {
    return weight;
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public Gate gate() {
    return gate;
  }

  @Override
  public String toString() {
    return address + " x" + picks;
  }
}
