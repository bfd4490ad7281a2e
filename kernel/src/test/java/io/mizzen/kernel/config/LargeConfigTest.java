package io.mizzen.kernel.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * {@code check} of 2,000 clusters has 2 s with the start of the JVM; our part is well below 1 s.
 */
class LargeConfigTest {
  /** Processor time, as the machine may be busy; cold code takes some 0.8 s. */
  private static final long BOUND_NANOS = 4_000_000_000L;

  @Test
  void twoThousandClustersAreCheckedInTime() {
    String text = clusters(2000);
    long begin = cpuNanos();
    Loaded<Sample.Root> loaded =
        new ConfigLoader(Sample.catalog(), Substitutions.none())
            .load(Sample.Root.class, text, "large.yaml");
    boolean valid = Sample.finish(loaded);
    String version = loaded.effective().version();
    long took = cpuNanos() - begin;
    assertTrue(valid, loaded.report());
    assertEquals(8, version.length());
    assertNotNull(loaded.value());
    assertEquals(2000, loaded.value().clusters().size());
    assertTrue(took < BOUND_NANOS, "took " + took / 1_000_000 + " ms");
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  static String clusters(int count) {
    StringBuilder text = new StringBuilder("x-heal: &heal {type: errorRateBlacklist}\nclusters:\n");
    for (int i = 0; i < count; i++) {
      text.append("  - name: service-").append(i).append('\n');
      text.append("    protocol: {type: http1, config: {maxConnections: 200, keepAlive: 60s}}\n");
      text.append("    loadBalancer: {type: leastRequest}\n");
      text.append("    connectTimeout: 250ms\n    endpoints:\n");
      for (int e = 0; e < 4; e++) {
        text.append("      - {address: \"10.").append(i >> 8).append('.').append(i & 255);
        text.append('.').append(e).append(":8080\", weight: ").append(e + 1).append("}\n");
      }
      text.append("    healthCheck: {type: httpCheck, config: {path: /healthz, interval: 5s}}\n");
      text.append("    selfHeal: *heal\n");
    }
    text.append("routeTables:\n  - name: web\n    router: httpRouter\n    routes:\n");
    for (int i = 0; i < count; i++) {
      text.append("      - {match: {prefix: /").append(i).append("}, cluster: service-");
      text.append(i).append(", timeout: 2s}\n");
    }
    return text.toString();
  }
}
