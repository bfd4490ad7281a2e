package io.mizzen.kernel.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.config.model.WorkerSubsetConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointSetTest {
  private static final WorkerSubsetConfig DEFAULT = new WorkerSubsetConfig(1024, 64);

  private static List<EndpointState> endpoints(int count) {
    List<EndpointState> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String address = "10.0." + i / 250 + "." + i % 250 + ":8080";
      all.add(
          new EndpointState(
              address, 1, Map.of(), InetSocketAddress.createUnresolved("x", 1), true, 1));
    }
    return all;
  }

  @Test
  void fewOfThemAreUsedByEveryWorker() {
    EndpointSet set = EndpointSet.of(endpoints(500), DEFAULT, 2);
    assertFalse(set.isShared());
    assertSame(set.all(), set.of(1, 2));
  }

  @ParameterizedTest
  @CsvSource({"500, 8", "2000, 4", "10000, 64", "65, 64", "1000, 3"})
  void manyAreSharedEvenly(int count, int workers) {
    EndpointSet set = EndpointSet.of(endpoints(count), DEFAULT, workers);
    Map<EndpointState, Integer> users = new HashMap<>();
    int connections = 0;
    for (int worker = 0; worker < workers; worker++) {
      List<EndpointState> part = set.of(worker, workers);
      assertEquals(part.size(), new HashSet<>(part).size());
      assertTrue(part.size() >= Math.min(count, DEFAULT.minimum()), "only " + part.size());
      connections += part.size();
      part.forEach(e -> users.merge(e, 1, Integer::sum));
    }
    assertEquals(count, users.size());
    int least = users.values().stream().mapToInt(i -> i).min().orElseThrow();
    int most = users.values().stream().mapToInt(i -> i).max().orElseThrow();
    assertTrue(most - least <= 2, least + " to " + most);
    // Never far beyond what covers all of them and gives every worker its minimum.
    assertTrue(connections <= count + 2 * workers * DEFAULT.minimum(), "" + connections);
  }

  @Test
  void oneMoreEndpointMovesHardlyAny() {
    List<EndpointState> all = endpoints(2001);
    EndpointSet before = EndpointSet.of(all.subList(0, 2000), DEFAULT, 16);
    EndpointSet after = EndpointSet.of(all, DEFAULT, 16);
    for (int worker = 0; worker < 16; worker++) {
      Set<EndpointState> lost = new HashSet<>(before.of(worker, 16));
      lost.removeAll(after.of(worker, 16));
      assertTrue(lost.size() <= 2, worker + " lost " + lost.size());
    }
  }
}
