package io.mizzen.balancer.basic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mizzen.spi.upstream.Endpoint.Gate;
import io.mizzen.spi.upstream.LoadBalancer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawTest {
  private static final int PICKS = 200_000;

  private final FakePick pick = new FakePick();

  private static LoadBalancer random(List<FakeEndpoint> endpoints) {
    return new RandomBalancer(new Draw(new Members(List.copyOf(endpoints))));
  }

  private void assertShares(List<FakeEndpoint> endpoints, double... shares) {
    pick.pickFrom(random(endpoints), PICKS);
    for (int i = 0; i < shares.length; i++) {
      assertEquals(shares[i], (double) endpoints.get(i).picks / PICKS, 0.01, endpoints.toString());
    }
  }

  @Test
  void sharesFollowTheWeights() {
    assertShares(FakeEndpoint.weighing(1, 2, 3, 4), 0.1, 0.2, 0.3, 0.4);
  }

  @Test
  void equalWeightsAreEqual() {
    assertShares(FakeEndpoint.weighing(9, 9, 9, 9), 0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void extremeWeightsAreKept() {
    assertShares(FakeEndpoint.weighing(Integer.MAX_VALUE, 1, Integer.MAX_VALUE), 0.5, 0, 0.5);
  }

  @Test
  void theRestKeepsItsSharesWhenMostAreShut() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 1000, 1000, 1000, 3);
    endpoints.subList(1, 4).forEach(e -> e.gate = Gate.SHUT);
    assertShares(endpoints, 0.25, 0, 0, 0, 0.75);
  }

  @Test
  void aWarmingEndpointGetsTheShareOfItsRamp() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 1);
    endpoints.get(0).ramp = 0.25;
    assertShares(endpoints, 0.2, 0.8);
  }

  @Test
  void nobodyUsableIsNobody() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 2);
    endpoints.forEach(e -> e.gate = Gate.SHUT);
    assertNull(pick.pickFrom(random(endpoints)));
    assertNull(pick.pickFrom(random(List.of())));
  }
}
