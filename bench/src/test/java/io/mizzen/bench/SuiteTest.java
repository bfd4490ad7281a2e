package io.mizzen.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.bench.load.BoltVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuiteTest {
  @ParameterizedTest
  @EnumSource
  void everySuiteNamesScenariosAndProxiesThatExist(Suite suite, @TempDir Path root)
      throws IOException {
    List<String> names =
        Scenario.all(BoltVersion.V1, 16, 10_000).stream().map(Scenario::name).toList();
    Peers peers = new Peers(root, null, null, "", null, 1);
    for (Suite.Choice choice : suite.choices(List.of("mizzen"))) {
      assertTrue(names.contains(choice.scenario()), choice.toString());
      assertDoesNotThrow(() -> peers.named(choice.targets()));
    }
  }

  @Test
  void aWarmProxyStaysWarm() {
    List<Double> rates = List.of(1.0, 9.5, 2.0, 9.0, 9.5, 10.0, 10.0);
    assertEquals(1.5, WarmUpRun.warmAfter(rates, 10));
    assertTrue(Double.isNaN(WarmUpRun.warmAfter(List.of(1.0, 9.0, 9.0), 10)));
  }
}
