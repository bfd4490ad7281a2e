package io.mizzen.balancer.basic;

import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.PickContext;
import java.util.Random;

/** Reads the dials of {@link FakeEndpoint}; its random numbers are the same in every run. */
final class FakePick implements PickContext {
  private final Random random = new Random(42);
  int asked;

  /** Picks and counts at the endpoint. */
  FakeEndpoint pickFrom(LoadBalancer balancer) {
    FakeEndpoint picked = (FakeEndpoint) balancer.pick(this);
    if (picked != null) {
      picked.picks++;
    }
    return picked;
  }

  void pickFrom(LoadBalancer balancer, int times) {
    for (int i = 0; i < times; i++) {
      pickFrom(balancer);
    }
  }

  @Override
  public RequestHead head() {
    throw new AssertionError("these balancers do not look at the request");
  }

  @Override
  public Usable usable(Endpoint endpoint) {
    asked++;
    return endpoint.gate() == Endpoint.Gate.SHUT ? Usable.NO : Usable.YES;
  }

  @Override
  public int load(Endpoint endpoint) {
    return ((FakeEndpoint) endpoint).load;
  }

  @Override
  public double ramp(Endpoint endpoint) {
    return ((FakeEndpoint) endpoint).ramp;
  }

  @Override
  public int random(int bound) {
    return random.nextInt(bound);
  }
}
