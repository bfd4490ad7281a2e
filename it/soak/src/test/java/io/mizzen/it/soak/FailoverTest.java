package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Upstreams are killed under load. */
class FailoverTest {
  private static final int HTTP_CALLERS = 8;
  private static final int BOLT_CALLERS = 2;
  private static final int OPEN_CALLS = 8;

  /** The connection ended before the answer; a bolt caller is told so as status 0x10. */
  private static final Set<String> CUT_OFF = Set.of("upstream_closed", "upstream_reset");

  private static final String BROKEN_OFF = "broken off";

  private static final String YAML =
      """
      version: 1
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, filters: [LOG], routes: web}]
        - name: rpc
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: bolt}, filters: [LOG], routes: rpc}]
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{name: all, match: {prefix: /}, cluster: web, retry: RETRY}]
        - name: rpc
          router: {type: serviceRouter}
          routes: [{name: all, match: {service: soak}, cluster: rpc, retry: RETRY}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: [WEB]}
        - {name: rpc, protocol: {type: bolt}, endpoints: [RPC]}
      """
          .replace(
              "LOG",
              "{type: accessLog, config: {target: access.log, buffer: 16MiB, only: [failures],"
                  + " fields: [protocol, operation, verb, endpoint, code, why, attempts,"
                  + " request.key]}}")
          .replace(
              "RETRY",
              "{attempts: 2, budget: 100%, conditions: [connect_failed, upstream_closed,"
                  + " upstream_reset]}");

  private final AtomicLong keys = new AtomicLong();
  private final AtomicLong done = new AtomicLong();

  /** What callers saw fail: what they asked, and what they were told. */
  private final Map<Long, String> failed = new ConcurrentHashMap<>();

  /** What must never happen. */
  private final Map<Long, String> wrong = new ConcurrentHashMap<>();

  private volatile boolean over;

  @Test
  void onlyWhatWasSentToTheDeadFailsAndTheLogSaysWhy() throws Exception {
    int kills = Soak.times(3, 30);
    int between = Soak.times(1500, 10_000);
    List<UpstreamProcess> upstreams = new ArrayList<>();
    try {
      for (String name : List.of("A", "B", "C")) {
        upstreams.add(UpstreamProcess.start(name, 0, 0));
      }
      try (MizzenProcess mizzen =
          MizzenProcess.start(
              YAML.replace("WEB", addresses(upstreams, UpstreamProcess::http))
                  .replace("RPC", addresses(upstreams, UpstreamProcess::bolt)),
              "")) {
        List<Thread> callers = callers(mizzen.port("web"), mizzen.port("rpc"));
        Set<String> dead = ConcurrentHashMap.newKeySet();
        await(2L * between);
        for (int kill = 0; kill < kills; kill++) {
          int which = kill % upstreams.size();
          UpstreamProcess victim = upstreams.get(which);
          dead.add("127.0.0.1:" + victim.http());
          dead.add("127.0.0.1:" + victim.bolt());
          victim.kill();
          await(between);
          upstreams.set(
              which,
              UpstreamProcess.start(
                  String.valueOf((char) ('A' + which)), victim.http(), victim.bolt()));
          await(between);
        }
        over = true;
        for (Thread caller : callers) {
          caller.join(Wire.PATIENCE_MILLIS);
        }
        judge(mizzen, dead, kills);
      }
    } finally {
      upstreams.forEach(UpstreamProcess::close);
    }
  }

  private static String addresses(
      List<UpstreamProcess> upstreams, java.util.function.ToIntFunction<UpstreamProcess> port) {
    return String.join(
        ", ", upstreams.stream().map(one -> "'127.0.0.1:" + port.applyAsInt(one) + "'").toList());
  }

  private void await(long more) {
    long until = done.get() + more;
    while (done.get() < until && wrong.isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void judge(MizzenProcess mizzen, Set<String> dead, int kills) throws Exception {
    assertEquals(Map.of(), wrong);
    Map<Long, Map<String, String>> logged = awaitLog(mizzen.folder().resolve("access.log"));
    Map<String, Integer> whys = new TreeMap<>();
    logged.forEach(
        (key, line) -> {
          assertTrue(failed.containsKey(key), () -> "logged, but nobody saw it: " + line);
          assertTrue(CUT_OFF.contains(line.get("why")), () -> failed.get(key) + ": " + line);
          assertTrue(dead.contains(line.get("endpoint")), () -> "it is not dead: " + line);
          assertTrue(
              !"GET".equals(line.get("verb")) || BROKEN_OFF.equals(failed.get(key)),
              () -> "could be sent again: " + line);
          whys.merge(line.get("protocol") + " " + line.get("why"), 1, Integer::sum);
        });
    assertEquals(failed.keySet(), logged.keySet());
    long retries = mizzen.sum("mizzen_retry_total");
    Soak.tell(
        "failover: "
            + kills
            + " kills, "
            + done.get()
            + " requests, failed "
            + whys
            + ", retries "
            + retries
            + ", refused connections "
            + mizzen.sum("mizzen_upstream_connect_total", "connect_failed"));
    assertTrue(
        failed.size() <= kills * (HTTP_CALLERS + BOLT_CALLERS * OPEN_CALLS),
        "more than can have been open");
    assertTrue(retries > 0);
    assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
  }

  /** The lines by key, as soon as there is one for each failure. */
  private Map<Long, Map<String, String>> awaitLog(Path file) throws IOException {
    Map<Long, Map<String, String>> lines = new HashMap<>();
    long until = System.nanoTime() + 5_000_000_000L;
    while (lines.size() < failed.size() && System.nanoTime() < until) {
      LockSupport.parkNanos(50_000_000);
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        Map<String, String> fields = fields(line);
        String key =
            fields.containsKey("request.key")
                ? fields.get("request.key")
                : String.valueOf(fields.get("operation")).substring(3);
        lines.put(Long.valueOf(key), fields);
      }
    }
    return lines;
  }

  private static Map<String, String> fields(String json) {
    Map<String, String> fields = new HashMap<>();
    Matcher matcher = Pattern.compile("\"([^\"]+)\":(?:\"([^\"]*)\"|([^,}]+))").matcher(json);
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
    }
    return fields;
  }

  // ---- callers ------------------------------------------------------------------------------

  private List<Thread> callers(int web, int rpc) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < HTTP_CALLERS; i++) {
      threads.add(Upstream.thread("caller", () -> callHttp(web)));
    }
    for (int i = 0; i < BOLT_CALLERS; i++) {
      Bolt.Version version = Bolt.Version.values()[i % 2];
      threads.add(Upstream.thread("caller", () -> callBolt(rpc, version)));
    }
    return threads;
  }

  /** An answer of the proxy itself, 502, leaves the connection as it was. */
  private void callHttp(int port) {
    while (!over) {
      try (Wire wire = Wire.connect(port)) {
        boolean open = true;
        while (!over && open) {
          open = exchange(wire, keys.incrementAndGet());
          done.incrementAndGet();
        }
      } catch (IOException | RuntimeException e) {
        wrong.put(-keys.incrementAndGet(), e.toString());
      }
    }
  }

  /** Returns whether the connection can go on. */
  private boolean exchange(Wire wire, long key) throws IOException {
    wire.send(Http.request(key));
    String head = wire.readUntil("\r\n\r\n");
    if (head == null) {
      wrong.put(key, "closed without an answer");
      return false;
    }
    if (!head.startsWith("HTTP/1.1 200")) {
      failed.put(key, head.substring(0, head.indexOf('\r')));
      wire.readFully(Integer.parseInt(String.valueOf(Http.value(head, "Content-Length"))));
      return !"close".equals(Http.value(head, "Connection"));
    }
    byte[] expected = Payloads.of(key);
    byte[] body;
    try {
      body = Http.isChunked(key) ? wire.readChunks() : wire.readFully(expected.length);
    } catch (IOException e) {
      // The answer had begun: breaking it off is the only way to say that it is not whole.
      failed.put(key, BROKEN_OFF);
      return false;
    }
    if (!java.util.Arrays.equals(expected, body)) {
      wrong.put(key, "another body");
    }
    return true;
  }

  private void callBolt(int port, Bolt.Version version) {
    try (Wire wire = Wire.connect(port)) {
      int id = 0;
      while (!over) {
        Map<Integer, Long> open = new HashMap<>();
        byte[] calls = new byte[0];
        for (int i = 0; i < OPEN_CALLS; i++) {
          long key = keys.incrementAndGet();
          open.put(++id, key);
          calls = Http.join(calls, Bolt.request(version, id, "soak", key, Payloads.of(key)));
        }
        wire.send(calls);
        while (!open.isEmpty()) {
          Bolt.Frame answer = Bolt.read(wire);
          Long key = open.remove(answer.id());
          if (key == null) {
            wrong.put(-id * 1L, "an answer to " + answer.id() + ", which was not asked");
          } else if (java.util.Arrays.equals(
              answer.whole(), Bolt.status(version, answer.id(), 0x10))) {
            failed.put(key, "status 0x10");
          } else if (List.of("A", "B", "C").stream()
              .noneMatch(
                  name ->
                      java.util.Arrays.equals(
                          Bolt.answer(version, answer.id(), name, Payloads.of(key)),
                          answer.whole()))) {
            wrong.put(key, java.util.HexFormat.of().formatHex(answer.whole()));
          }
          done.incrementAndGet();
        }
      }
    } catch (IOException | RuntimeException e) {
      wrong.put(-keys.incrementAndGet(), "bolt: " + e);
    }
  }
}
