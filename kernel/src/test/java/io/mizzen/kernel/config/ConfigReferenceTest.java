package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {
  private final ConfigReference reference =
      new ConfigReference(Sample.Root.class, Sample.catalog(), List.of("filter", "protocol"));

  @Test
  void explainsATypeWithItsSettings() {
    assertEquals(
        """
        tokenBucket  filter, plugin limiter 1.4.2
          key     a map
          rate    a number per time, for example 100/s  required
          burst   a whole number                        default 1
          reject  a map
        """,
        reference.explain("tokenBucket"));
  }

  @Test
  void explainsAPathAlsoOneCopiedFromAnError() {
    assertEquals(
        """
        listeners[web].bind  host:port, for example "10.0.0.12:8080", required
        Where it accepts connections.
        """,
        reference.explain("listeners[web].bind"));
    assertEquals(
        """
        clusters.loadBalancer  a loadBalancer: its type, or a map with type and config, default roundRobin
        installed: leastRequest, roundRobin
        """,
        reference.explain("clusters.loadBalancer"));
  }

  @Test
  void knowsErrorCodesAndSuggestsForTheRest() {
    assertEquals(ErrorCodes.load().all().get(0).explain(), reference.explain("MZ1001"));
    assertNull(reference.explain("tokenBuket"));
    assertEquals("tokenBucket", reference.nearest("tokenBuket"));
    assertNull(reference.explain("clusters.nothing"));
  }
}
