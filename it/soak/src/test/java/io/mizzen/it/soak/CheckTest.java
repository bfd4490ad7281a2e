package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mizzen check} on a large file, from the start of the process to its end. */
class CheckTest {
  private static final int CLUSTERS = 2000;

  /** Others compile on the machine of a normal build; by itself it has to take two seconds. */
  private static final int MOST_MILLIS = Soak.times(60_000, 2_000);

  private static String yaml() {
    StringBuilder text =
        new StringBuilder(
            """
            version: 1
            listeners:
              - name: web
                bind: 127.0.0.1:8080
                filterChains: [{protocol: {type: http1}, routes: all}]
            routeTables:
              - name: all
                router: {type: httpRouter}
                routes:
            """);
    for (int i = 0; i < CLUSTERS; i++) {
      text.append(
          numbered("      - {name: rN, match: {prefix: /sN/}, cluster: cN, timeout: 5s}\n", i));
    }
    text.append("clusters:\n");
    for (int i = 0; i < CLUSTERS; i++) {
      text.append(
          numbered(
              """
                - name: cN
                  protocol: {type: http1}
                  loadBalancer: {type: leastRequest}
                  connectTimeout: 1s
                  slowStart: {window: 10s}
                  endpoints:
                    - {address: "10.HIGH.LOW.1:8080", weight: 10, metadata: {zone: a}}
                    - {address: "10.HIGH.LOW.2:8080", weight: 20, metadata: {zone: b}}
              """,
              i));
    }
    return text.toString();
  }

  private static String numbered(String text, int number) {
    return text.replace("N", String.valueOf(number))
        .replace("HIGH", String.valueOf(number / 256))
        .replace("LOW", String.valueOf(number % 256));
  }

  @Test
  void twoThousandClustersAreCheckedInTwoSeconds(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("large.yaml"), yaml());
    long best = Long.MAX_VALUE;
    for (int i = 0; i < Soak.times(1, 5); i++) {
      long began = System.nanoTime();
      ProcessBuilder builder =
          new ProcessBuilder(
                  MizzenProcess.HOME.resolve("bin/mizzen").toString(),
                  "check",
                  "-c",
                  file.toString())
              .redirectErrorStream(true);
      builder.environment().put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
      Process check = builder.start();
      String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, check.waitFor(), output);
      assertTrue(output.contains(CLUSTERS + " clusters"), output);
      best = Math.min(best, (System.nanoTime() - began) / 1_000_000);
    }
    Soak.tell("check: " + CLUSTERS + " clusters, " + Files.size(file) + " bytes, " + best + " ms");
    assertTrue(best < MOST_MILLIS, "it took " + best + " ms");
  }
}
