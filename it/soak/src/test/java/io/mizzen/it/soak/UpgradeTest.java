package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One process takes over from the other, under callers that keep their connections if they may. */
class UpgradeTest {
  private static final int CALLERS = 6;

  private static final String YAML =
      """
      version: 1
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, routes: web}]
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{name: all, match: {prefix: /}, cluster: web}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:PORT']}
      """;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong keys = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();
  private volatile boolean over;

  @Test
  void noRequestFailsWhileProcessesChange() throws Exception {
    int upgrades = Soak.times(2, 20);
    try (Upstream upstream =
            new Upstream(0, Upstream.http("A"), e -> failures.add("upstream: " + e));
        MizzenProcess mizzen =
            MizzenProcess.start(YAML.replace("PORT", String.valueOf(upstream.port())), "")) {
      int port = mizzen.port("web");
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        callers.add(Upstream.thread("caller-" + i, () -> call(port)));
      }
      long first = mizzen.pid();
      for (int i = 0; i < upgrades; i++) {
        long before = answers.get();
        mizzen.upgrade();
        assertEquals(List.of(), List.copyOf(failures), "after upgrade " + (i + 1));
        assertTrue(answers.get() > before, "callers were served meanwhile");
      }
      over = true;
      for (Thread caller : callers) {
        caller.join();
      }
      assertEquals(List.of(), List.copyOf(failures));
      assertTrue(mizzen.pid() != first);
      assertTrue(mizzen.sum("mizzen_stream_total") > 0, "the last process has served");
      Soak.tell(upgrades + " upgrades under load: " + answers + " answers, 0 failures");
    }
  }

  private void call(int port) {
    while (!over) {
      try (Wire wire = Wire.connect(port)) {
        boolean kept = true;
        while (kept && !over) {
          kept = exchange(wire, keys.incrementAndGet());
          answers.incrementAndGet();
        }
      } catch (IOException | RuntimeException e) {
        failures.add(String.valueOf(e));
      }
    }
  }

  /** Whether another request may follow on the connection. */
  private static boolean exchange(Wire wire, long key) throws IOException {
    wire.send(Http.request(key));
    String head = wire.readUntil("\r\n\r\n");
    if (head == null || !head.startsWith("HTTP/1.1 200 ")) {
      throw new IOException("the answer to " + Http.path(key) + " is " + head);
    }
    byte[] expected = Payloads.of(key);
    byte[] body = Http.isChunked(key) ? wire.readChunks() : wire.readFully(expected.length);
    if (!Arrays.equals(expected, body)) {
      throw new IOException("the body of " + Http.path(key) + " is not what was said");
    }
    return !"close".equals(Http.value(head, "Connection"));
  }
}
