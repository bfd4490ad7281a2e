package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What cannot move while one process takes over from the other: connections in HTTP/2, and requests
 * that an upstream has not answered. They stay where they are, lose nothing, and {@code mizzen
 * upgrade} says how many and why; but not for longer than {@code drain.max}.
 */
class StayingUpgradeTest {
  private static final String YAML =
      """
      version: 1
      warmUp: {when: never}
      drain: {grace: 1s, max: DRAIN}
      listeners:
        - name: one
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, routes: web}]
        - name: two
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http2}, routes: web}]
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{name: all, cluster: web, timeout: 120s}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:WEB']}
      """;

  /** Answered at once. */
  private static final String PROMPT = "/g/7";

  private static final String HELD = "/held";
  private static final String BODY = "it took a while";
  private static final long PATIENCE_SECONDS = 60;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final Queue<String> held = new ConcurrentLinkedQueue<>();
  private Upstream web;

  @BeforeEach
  void upstream() throws IOException {
    web = new Upstream(0, this::answer, e -> failures.add("upstream: " + e));
  }

  @AfterEach
  void end() throws IOException {
    release.countDown();
    web.close();
  }

  private void answer(Wire wire, AtomicLong answered) throws IOException {
    for (String head = wire.readUntil("\r\n\r\n");
        head != null;
        head = wire.readUntil("\r\n\r\n")) {
      if (head.contains(PROMPT)) {
        wire.send(Http.join(Http.ascii(Http.answerHead("A", 7)), Payloads.of(7)));
        continue;
      }
      held.add(head);
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      wire.send(
          Http.ascii("HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY));
    }
  }

  private MizzenProcess start(String drain) throws Exception {
    return MizzenProcess.start(
        YAML.replace("WEB", String.valueOf(web.port())).replace("DRAIN", drain), "");
  }

  private void awaitHeld(int count) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (held.size() < count) {
      assertTrue(System.nanoTime() < until, () -> held.size() + " requests are at the upstream");
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }

  private static void requirePrompt(Http2 connection) throws IOException {
    assertArrayEquals(Payloads.of(7), connection.answer(connection.get(PROMPT)));
  }

  private static void requireHeld(Http2 connection, int stream) throws IOException {
    assertEquals(
        BODY, new String(connection.answer(stream), java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Test
  void requestsThatStayAreAnsweredAndTheCommandSaysWhatStaysAndWhy() throws Exception {
    try (MizzenProcess mizzen = start("60s");
        Http2 busy = new Http2(mizzen.port("two"));
        Http2 idle = new Http2(mizzen.port("two"));
        Wire turns = Wire.connect(mizzen.port("one"))) {
      requirePrompt(busy);
      requirePrompt(idle);
      final int first = busy.get(HELD);
      final int second = busy.get(HELD);
      turns.send(Http.ascii("GET " + HELD + " HTTP/1.1\r\nHost: soak\r\n\r\n"));
      awaitHeld(3);
      final ProcessHandle before = ProcessHandle.of(mizzen.pid()).orElseThrow();
      try (Beside upgrade = Beside.upgrade(mizzen)) {
        upgrade.awaitLog("serves; 2 listeners passed");
        mizzen.awaitSuccessor(serving(mizzen));
        // Twice: first that it will go, so that what is on its way is served, then what was.
        busy.awaitGoAways(2);
        assertEquals(List.of(Integer.MAX_VALUE, second), busy.goAways());
        idle.awaitEnd();
        assertEquals(2, idle.goAways().size());
        upgrade.awaitLog("0 of 3 connections moved; 2 are left (2 in a request), 3 requests");
        assertTrue(before.isAlive(), "it has requests still");
        String status = mizzen.admin("GET", "/v1/status");
        assertTrue(status.contains("\"incumbent\":{\"pid\":\"" + before.pid()), status);
        assertEquals(3, mizzen.sum("mizzen_restart_remains", "requests"));
        assertEquals(2, mizzen.sum("mizzen_restart_remains", "connections"));
        // Whoever comes now is served by the new process.
        try (Http2 fresh = new Http2(mizzen.port("two"))) {
          requirePrompt(fresh);
        }
        release.countDown();
        requireHeld(busy, first);
        requireHeld(busy, second);
        busy.awaitEnd();
        String head = String.valueOf(turns.readUntil("\r\n\r\n"));
        assertTrue(head.startsWith("HTTP/1.1 200"), head);
        assertArrayEquals(Http.ascii(BODY), turns.readFully(BODY.length()));
        assertEquals(0, upgrade.code(), upgrade.log());
        // In HTTP/1 a connection moves when its answer is there.
        assertTrue(upgrade.log().contains("1 of 3 connections moved"), upgrade.log());
        before.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        turns.send(Http.request(7));
        assertEquals(Http.answerHead("A", 7), turns.readUntil("\r\n\r\n"));
        assertEquals(0, mizzen.sum("mizzen_restart_remains"));
        assertEquals(1, mizzen.sum("mizzen_restart_total", "result=\"ok\""));
      }
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  @Test
  void theProcessBeforeEndsAtItsBoundAndTheCommandTellsWhatWasCut() throws Exception {
    try (MizzenProcess mizzen = start("3s");
        Http2 busy = new Http2(mizzen.port("two"))) {
      busy.get(HELD);
      awaitHeld(1);
      final ProcessHandle before = ProcessHandle.of(mizzen.pid()).orElseThrow();
      try (Beside upgrade = Beside.upgrade(mizzen)) {
        upgrade.awaitLog("serves; 2 listeners passed");
        mizzen.awaitSuccessor(serving(mizzen));
        busy.awaitGoAways(2);
        assertEquals(1, upgrade.code(), upgrade.log());
        assertTrue(upgrade.log().contains("1 connections were cut"), upgrade.log());
      }
      before.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertNotEquals(before.pid(), mizzen.pid());
      try (Http2 fresh = new Http2(mizzen.port("two"))) {
        requirePrompt(fresh);
      }
    }
  }

  private static ProcessHandle serving(MizzenProcess mizzen) throws IOException {
    java.util.regex.Matcher pid =
        java.util.regex.Pattern.compile("\"pid\": ?(\\d+)")
            .matcher(mizzen.admin("GET", "/v1/status"));
    assertTrue(pid.find());
    return ProcessHandle.of(Long.parseLong(pid.group(1))).orElseThrow();
  }
}
