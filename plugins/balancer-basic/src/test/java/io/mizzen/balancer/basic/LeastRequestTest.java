package io.mizzen.balancer.basic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.upstream.Endpoint.Gate;
import io.mizzen.spi.upstream.LoadBalancer;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeastRequestTest {
  private final FakePick pick = new FakePick();

  private static LoadBalancer over(List<FakeEndpoint> endpoints, int choices) {
    return new LeastRequestBalancer(new Draw(new Members(List.copyOf(endpoints))), choices);
  }

  @Test
  void ofTwoTheLessBusyOneIsTaken() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 1);
    endpoints.get(0).load = 5;
    endpoints.get(1).load = 3;
    pick.pickFrom(over(endpoints, 2), 100);
    assertEquals(100, endpoints.get(1).picks);
  }

  @Test
  void loadCountsRelativeToWeight() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(10, 1);
    endpoints.get(0).load = 5;
    endpoints.get(1).load = 1;
    pick.pickFrom(over(endpoints, 2), 100);
    assertEquals(100, endpoints.get(0).picks);
  }

  @Test
  void loadCountsRelativeToTheRampToo() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 1);
    endpoints.get(0).load = 2;
    endpoints.get(0).ramp = 0.1;
    endpoints.get(1).load = 5;
    pick.pickFrom(over(endpoints, 2), 100);
    assertEquals(100, endpoints.get(1).picks);
  }

  @Test
  void sharesOfIdleEndpointsFollowTheWeights() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 4);
    pick.pickFrom(over(endpoints, 2), 100_000);
    assertEquals(0.2, endpoints.get(0).picks / 1e5, 0.01);
  }

  @Test
  void aSlowEndpointGetsLess() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 1, 1, 1);
    LoadBalancer balancer = over(endpoints, 2);
    // Each turn one request comes; e0 needs 20 turns for one, the others 2.
    ArrayDeque<int[]> open = new ArrayDeque<>();
    for (int turn = 0; turn < 10_000; turn++) {
      int now = turn;
      open.removeIf(
          request -> {
            boolean done = request[1] <= now;
            endpoints.get(request[0]).load -= done ? 1 : 0;
            return done;
          });
      FakeEndpoint picked = pick.pickFrom(balancer);
      picked.load++;
      int index = endpoints.indexOf(picked);
      open.add(new int[] {index, turn + (index == 0 ? 20 : 2)});
    }
    assertTrue(endpoints.get(0).picks < 1_000, endpoints.toString());
    assertTrue(endpoints.get(0).picks > 100, endpoints.toString());
  }

  @Test
  void theOnlyUsableOneIsTakenHoweverBusy() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 1, 1, 1, 1, 1, 1, 1);
    endpoints.forEach(e -> e.gate = Gate.SHUT);
    endpoints.get(3).gate = Gate.OPEN;
    endpoints.get(3).load = 1000;
    pick.pickFrom(over(endpoints, 5), 50);
    assertEquals(50, endpoints.get(3).picks);
  }

  @Test
  void nobodyUsableIsNobody() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 1);
    endpoints.forEach(e -> e.gate = Gate.SHUT);
    assertNull(pick.pickFrom(over(endpoints, 2)));
    assertNull(pick.pickFrom(over(List.of(), 2)));
  }

  @Test
  void choicesOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LeastRequestConfig(1));
    assertThrows(IllegalArgumentException.class, () -> new LeastRequestConfig(11));
  }
}
