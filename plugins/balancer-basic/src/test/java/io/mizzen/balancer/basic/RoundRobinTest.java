package io.mizzen.balancer.basic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.upstream.Endpoint.Gate;
import io.mizzen.spi.upstream.LoadBalancer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
  private final FakePick pick = new FakePick();

  private static LoadBalancer over(List<FakeEndpoint> endpoints) {
    return over(endpoints, 7, 0);
  }

  private static LoadBalancer over(List<FakeEndpoint> endpoints, long seed, int worker) {
    return RoundRobinFactory.builder(new Starts(seed))
        .over(List.copyOf(endpoints), new FakeWorker(worker));
  }

  @Test
  void equalWeightsComeInTheOrderOfTheList() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(5, 5, 5);
    LoadBalancer balancer = over(endpoints);
    int first = endpoints.indexOf(pick.pickFrom(balancer));
    for (int i = 1; i < 10; i++) {
      assertEquals(endpoints.get((first + i) % 3), pick.pickFrom(balancer));
    }
  }

  @Test
  void everyCycleSplitsExactlyByWeight() {
    int[] weights = {1, 10, 3, 7, 100, 9};
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(weights);
    LoadBalancer balancer = over(endpoints);
    for (int cycle = 1; cycle <= 1000; cycle++) {
      pick.pickFrom(balancer, 130);
      for (int i = 0; i < weights.length; i++) {
        assertEquals(cycle * weights[i], endpoints.get(i).picks, "e" + i + " in cycle " + cycle);
      }
    }
  }

  @Test
  void randomWeightsSplitExactlyToo() {
    Random random = new Random(5);
    for (int round = 0; round < 50; round++) {
      int[] weights = random.ints(1 + random.nextInt(40), 1, 129).toArray();
      List<FakeEndpoint> endpoints = FakeEndpoint.weighing(weights);
      LoadBalancer balancer = over(endpoints, round, round);
      int sum = 0;
      for (int weight : weights) {
        sum += weight;
      }
      pick.pickFrom(balancer, 10 * sum);
      for (int i = 0; i < weights.length; i++) {
        assertEquals(10 * weights[i], endpoints.get(i).picks);
      }
    }
  }

  @Test
  void aHeavyEndpointIsNotHitInOneRun() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(5, 1, 4);
    LoadBalancer balancer = over(endpoints);
    List<FakeEndpoint> sequence = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sequence.add(pick.pickFrom(balancer));
    }
    for (int i = 0; i + 3 < sequence.size(); i++) {
      assertTrue(new HashSet<>(sequence.subList(i, i + 4)).size() > 1, "at " + i + ": " + sequence);
    }
  }

  @Test
  void theNeighbourOfAShutEndpointGetsNoDoubleShare() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 1, 1, 1);
    endpoints.get(1).gate = Gate.SHUT;
    pick.pickFrom(over(endpoints), 300);
    assertEquals(List.of(100, 0, 100, 100), endpoints.stream().map(e -> e.picks).toList());
  }

  @Test
  void theRestKeepsItsSharesWhileTheHeaviestIsShut() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1000, 1, 3);
    endpoints.get(0).gate = Gate.SHUT;
    pick.pickFrom(over(endpoints), 400);
    assertEquals(List.of(0, 100, 300), endpoints.stream().map(e -> e.picks).toList());
  }

  @Test
  void aReturningEndpointGetsItsShareAndNoBurst() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(2, 1, 1);
    LoadBalancer balancer = over(endpoints);
    endpoints.get(0).gate = Gate.SHUT;
    pick.pickFrom(balancer, 10_000);
    endpoints.get(0).gate = Gate.OPEN;
    pick.pickFrom(balancer, 8);
    assertTrue(Math.abs(endpoints.get(0).picks - 4) <= 1, endpoints.toString());
  }

  @Test
  void oneOpenAmongManyIsFound() {
    for (int weightOfOne : new int[] {3, 4}) {
      int[] weights = new int[200];
      Arrays.fill(weights, 3);
      weights[17] = weightOfOne;
      List<FakeEndpoint> endpoints = FakeEndpoint.weighing(weights);
      endpoints.forEach(e -> e.gate = Gate.SHUT);
      endpoints.get(150).gate = Gate.OPEN;
      LoadBalancer balancer = over(endpoints);
      for (int i = 0; i < 20; i++) {
        assertEquals(endpoints.get(150), pick.pickFrom(balancer));
      }
    }
  }

  @Test
  void nobodyUsableIsNobodyAndAsksEachOnce() {
    for (int[] weights : new int[][] {{1, 1, 1}, {1, 2, 3}}) {
      List<FakeEndpoint> endpoints = FakeEndpoint.weighing(weights);
      LoadBalancer balancer = over(endpoints);
      endpoints.forEach(e -> e.gate = Gate.SHUT);
      pick.asked = 0;
      assertNull(pick.pickFrom(balancer));
      assertEquals(3, pick.asked);
      endpoints.get(2).gate = Gate.OPEN;
      assertEquals(endpoints.get(2), pick.pickFrom(balancer));
    }
    assertNull(pick.pickFrom(over(List.of())));
  }

  @Test
  void aWarmingEndpointGetsTheShareOfItsRamp() {
    for (int[] weights : new int[][] {{1, 1}, {3, 1}}) {
      List<FakeEndpoint> endpoints = FakeEndpoint.weighing(weights);
      endpoints.get(0).ramp = 0.1;
      pick.pickFrom(over(endpoints), 11_000);
      double expected = 11_000 * weights[0] * 0.1 / (weights[0] * 0.1 + weights[1]);
      // In turns the shares are those of a draw between the turns; a schedule is exact.
      assertEquals(expected, endpoints.get(0).picks, expected * 0.1, endpoints.toString());
    }
  }

  @Test
  void onlyWarmingEndpointsStillServe() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 1);
    endpoints.forEach(e -> e.ramp = 1e-9);
    LoadBalancer balancer = over(endpoints);
    pick.pickFrom(balancer, 100);
    assertEquals(100, endpoints.get(0).picks + endpoints.get(1).picks);
  }

  @Test
  void workersBeginAtDifferentPoints() {
    for (int[] weights : new int[][] {{1, 1, 1, 1}, {2, 2, 2, 1}}) {
      List<FakeEndpoint> endpoints = FakeEndpoint.weighing(weights);
      Set<FakeEndpoint> first = new HashSet<>();
      for (int worker = 0; worker < 16; worker++) {
        first.add(pick.pickFrom(over(endpoints, 1, worker)));
      }
      assertTrue(first.size() >= 3, first.toString());
    }
  }

  @Test
  void longRunsLoseNoPrecision() {
    List<FakeEndpoint> endpoints = FakeEndpoint.weighing(1, 2);
    LoadBalancer balancer = over(endpoints);
    // Beyond the point where virtual time is rebased.
    pick.pickFrom(balancer, 6_000_000);
    assertEquals(2_000_000, endpoints.get(0).picks, 1);
  }
}
