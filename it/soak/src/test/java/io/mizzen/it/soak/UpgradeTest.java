package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One process takes over from the other, and no caller notices. */
class UpgradeTest {
  private static final String YAML =
      """
      version: 1
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, routes: web}]
        - name: rpc
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: bolt}, routes: rpc}]
        - name: slow
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: bolt}, routes: slow}]
        - name: raw
          bind: 127.0.0.1:0
          filterChains: [{tcpProxy: {cluster: raw}}]
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{name: all, match: {prefix: /}, cluster: web}]
        - name: rpc
          router: {type: serviceRouter}
          routes: [{match: {service: soak}, cluster: rpc}]
        - name: slow
          router: {type: serviceRouter}
          routes: [{match: {service: soak}, cluster: slow}]
      clusters:
        - {name: web, protocol: {type: http1}, maxRequests: 100000, endpoints: ['127.0.0.1:WEB']}
        - {name: rpc, protocol: {type: bolt}, maxRequests: 100000, endpoints: ['127.0.0.1:RPC']}
        - {name: slow, protocol: {type: bolt}, maxRequests: 100000, endpoints: ['127.0.0.1:SLOW']}
        - {name: raw, endpoints: ['127.0.0.1:RAW']}
      """;

  /** Milliseconds; so long that answers come after their connection has moved. */
  private static final int SLOW = 150;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);

  private Upstream upstream(Upstream.Conversation conversation) throws IOException {
    return new Upstream(0, conversation, e -> failures.add("upstream: " + e));
  }

  private static void echo(Wire wire, AtomicLong answered) throws IOException {
    byte[] piece = new byte[65_536];
    int length = wire.readSome(piece, piece.length);
    while (length > 0) {
      wire.send(piece, 0, length);
      length = wire.readSome(piece, piece.length);
    }
  }

  /** Answers each call a while later, and reads on meanwhile. */
  private void answerLater(Wire wire, AtomicLong answered) throws IOException {
    while (!wire.isAtEnd()) {
      Bolt.Frame frame = Bolt.read(wire);
      byte[] answer =
          frame.command() == Bolt.HEARTBEAT
              ? Bolt.heartbeatAnswer(frame)
              : Bolt.answer(frame.version(), frame.id(), "A", frame.content());
      later.schedule(
          () -> {
            try {
              wire.send(answer);
              answered.incrementAndGet();
            } catch (IOException e) {
              failures.add("a late answer could not be sent: " + e);
            }
          },
          SLOW,
          TimeUnit.MILLISECONDS);
    }
  }

  /** Where times count it is as an installed one: with its archive of classes. */
  private static MizzenProcess start(String yaml) throws Exception {
    return Soak.isLong() ? MizzenProcess.startTrained(yaml) : MizzenProcess.start(yaml, "");
  }

  @Test
  void noRequestFailsAndNoConnectionEndsWhileProcessesChange() throws Exception {
    final int upgrades = Soak.times(2, 20);
    final int each = Soak.times(20, 200);
    final int pauseSeconds = Soak.times(1, 10);
    // The first process starts cold: what its callers wait for is no matter of upgrades.
    final int warmSeconds = Soak.times(0, 30);
    // The control run: as many requests as about half of the upgrades see.
    final int controlSeconds = Soak.times(2, 120);
    try (Upstream web = upstream(Upstream.http("A"));
        Upstream rpc = upstream(Upstream.bolt("A"));
        Upstream slow = upstream(this::answerLater);
        Upstream raw = upstream(UpgradeTest::echo);
        MizzenProcess mizzen =
            start(
                YAML.replace("WEB", String.valueOf(web.port()))
                    .replace("RPC", String.valueOf(rpc.port()))
                    .replace("SLOW", String.valueOf(slow.port()))
                    .replace("RAW", String.valueOf(raw.port())))) {
      OpenLoad load = new OpenLoad(Soak.times(400, 1500));
      OpenLoad lateLoad = new OpenLoad(50);
      load.connect(mizzen.port("web"), OpenLoad.Speech.HTTP, each);
      load.connect(mizzen.port("rpc"), OpenLoad.Speech.BOLT_1, each);
      load.connect(mizzen.port("rpc"), OpenLoad.Speech.BOLT_2, each);
      load.connect(mizzen.port("raw"), OpenLoad.Speech.RAW, each);
      lateLoad.connect(mizzen.port("slow"), OpenLoad.Speech.BOLT_1, 10);
      try (load;
          lateLoad;
          AdminWatch watch = new AdminWatch(mizzen)) {
        load.start();
        lateLoad.start();
        pause(warmSeconds);
        final long control = System.nanoTime();
        pause(controlSeconds);
        final long firstPid = mizzen.pid();
        List<MizzenProcess.HandOver> handOvers = new ArrayList<>();
        for (int i = 0; i < upgrades; i++) {
          handOvers.add(mizzen.upgrade());
          assertEquals(List.of(), load.failures(), "after upgrade " + (i + 1));
          assertEquals(List.of(), lateLoad.failures(), "after upgrade " + (i + 1));
          pause(pauseSeconds);
        }
        assertTrue(mizzen.pid() != firstPid);
        Stalls stalls = Stalls.of(load.answers(), control, handOvers);
        Soak.tell(upgrades + " upgrades, 4 x " + each + " connections: " + stalls);
        if (Soak.isLong()) {
          stalls.check();
        }
        assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
        assertEquals(List.of(), watch.failures());
        assertTrue(watch.scrapes() > upgrades, "it was asked all the time");
        assertEquals(upgrades, mizzen.sum("mizzen_restart_total", "result=\"ok\""));
      }
      assertEquals(List.of(), load.failures());
      assertEquals(List.of(), lateLoad.failures());
      assertEquals(List.of(), List.copyOf(failures));
      assertEquals(lateLoad.sent(), slow.answered(), "each call was made once");
      assertEquals(load.sent(), load.answers().size(), "each request has its answer");
    } finally {
      later.shutdownNow();
    }
  }

  @Test
  void idleConnectionsMoveInAFewSeconds() throws Exception {
    // Both processes have each connection for a moment, and this one has its other end.
    final int idle = Soak.times(500, 10_000);
    try (Upstream web = upstream(Upstream.http("A"));
        MizzenProcess mizzen =
            MizzenProcess.start(
                YAML.replace("WEB", String.valueOf(web.port())).replaceAll("RPC|SLOW|RAW", "1"),
                "")) {
      List<Wire> wires = new ArrayList<>();
      int port = mizzen.port("web");
      for (int i = 0; i < idle; i++) {
        Wire wire = Wire.connect(port);
        wires.add(wire);
        // One in ten has not said anything yet.
        if (i % 10 != 0) {
          exchange(wire, i + 1);
        }
      }
      long began = System.nanoTime();
      mizzen.upgrade();
      long whole = System.nanoTime() - began;
      assertEquals(
          idle, mizzen.sum("mizzen_listener_moved_total", "listener=\"web\"", "direction=\"in\""));
      for (int i = 0; i < idle; i++) {
        exchange(wires.get(i), i + 1);
      }
      Matcher took = Pattern.compile("connections moved[^\"]* in (\\d+) ms").matcher(mizzen.log());
      assertTrue(took.find(), "the incumbent tells how long it took");
      long millis = Long.parseLong(took.group(1));
      Soak.tell(
          idle
              + " idle connections moved in "
              + millis
              + " ms, the whole upgrade took "
              + whole / 1_000_000
              + " ms");
      // The mark is for ten thousand on a machine that does nothing else.
      int most = Soak.times(30_000, 5_000);
      assertTrue(millis < most, () -> idle + " connections took " + millis + " ms");
      for (Wire wire : wires) {
        wire.close();
      }
    } finally {
      later.shutdownNow();
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  private static void exchange(Wire wire, long number) throws IOException {
    // Chunks may be cut anew by the proxy.
    long key = Http.isChunked(number) ? number + 1 : number;
    wire.send(Http.request(key));
    assertEquals(Http.answerHead("A", key), wire.readUntil("\r\n\r\n"));
    byte[] expected = Payloads.of(key);
    assertArrayEquals(expected, wire.readFully(expected.length));
  }

  private static void pause(int seconds) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }
}
