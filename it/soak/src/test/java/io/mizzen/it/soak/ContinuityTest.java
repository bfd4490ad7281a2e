package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What an instance tells of itself goes on while its processes change: counts never fall and end at
 * what callers counted, every line of the access log is whole and there, every door of the admin
 * API answers every question.
 */
class ContinuityTest {
  private static final String YAML =
      """
      version: 1
      admin:
        http: {bind: '127.0.0.1:HTTP'}
        probes: '127.0.0.1:PROBES'
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains:
            - protocol: {type: http1}
              routes: web
              filters:
                - {type: accessLog, config: {target: access.log, template: '<%{verb} %{operation} %{code} %{why}>'}}
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{name: all, match: {prefix: /}, cluster: web}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:WEB']}
      """;

  private static final int CALLERS = 4;
  private static final Pattern LINE = Pattern.compile("<(?:GET|POST) /[gp]/(\\d+) 200 ok>");
  private static final long LOOK_NANOS = 5_000_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong questions = new AtomicLong();
  private final AtomicLong scrapes = new AtomicLong();
  private volatile boolean over;

  /** One that was free a moment ago: the processes are to have it one after the other. */
  private static int freePort() throws IOException {
    try (ServerSocket free = Wire.listen(0)) {
      return free.getLocalPort();
    }
  }

  @Test
  void countsLinesAndAnswersGoOnWhileProcessesChange() throws Exception {
    final int upgrades = Soak.times(3, 10);
    int http = freePort();
    int probes = freePort();
    try (Upstream web = new Upstream(0, Upstream.http("A"), e -> failures.add("upstream: " + e));
        MizzenProcess mizzen =
            MizzenProcess.start(
                YAML.replace("HTTP", String.valueOf(http))
                    .replace("PROBES", String.valueOf(probes))
                    .replace("WEB", String.valueOf(web.port())),
                "")) {
      int port = mizzen.port("web");
      List<Thread> threads = new ArrayList<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        long first = i + 1L;
        callers.add(Upstream.thread("caller-" + i, () -> call(port, first)));
      }
      threads.add(Upstream.thread("asks-http", () -> ask(http, Kept.ANEW)));
      threads.add(Upstream.thread("asks-http-kept", () -> ask(http, Kept.KEPT)));
      threads.add(Upstream.thread("asks-probes", () -> ask(probes, Kept.ANEW)));
      threads.add(Upstream.thread("asks-probes-kept", () -> ask(probes, Kept.KEPT)));
      threads.add(Upstream.thread("scrapes", () -> scrape(mizzen, http, probes)));
      for (int i = 0; i < upgrades; i++) {
        mizzen.upgrade();
        assertEquals(List.of(), List.copyOf(failures), "after upgrade " + (i + 1));
      }
      over = true;
      for (Thread caller : callers) {
        caller.join();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(List.of(), List.copyOf(failures));
      long calls = answered.get();
      assertTrue(calls > upgrades && questions.get() > upgrades && scrapes.get() > upgrades);
      String web200 = "listener=\"web\"";
      await("each answer is counted", () -> mizzen.sum("mizzen_stream_total", web200) == calls);
      assertEquals(calls, mizzen.sum("mizzen_stream_total", web200, "result=\"ok\""));
      assertEquals(calls, mizzen.sum("mizzen_stream_seconds_count", web200));
      assertEquals(calls, mizzen.sum("mizzen_stream_seconds_bucket", web200, "le=\"+Inf\""));
      assertEquals(0, mizzen.sum("mizzen_restart_state_dropped_total"));
      assertEquals(upgrades, mizzen.sum("mizzen_restart_total", "result=\"ok\""));
      Path log = mizzen.folder().resolve("access.log");
      await("each answer has its line", () -> Files.readAllLines(log).size() >= calls);
      linesAreWhole(Files.readAllLines(log), calls);
      Soak.tell(
          upgrades
              + " upgrades: "
              + calls
              + " answers, as many counted and logged; "
              + scrapes.get()
              + " scrapes, none fell; "
              + questions.get()
              + " questions at ports of the admin API, each answered");
    }
  }

  private static void linesAreWhole(List<String> lines, long calls) {
    Set<String> keys = new HashSet<>();
    for (String line : lines) {
      Matcher whole = LINE.matcher(line);
      assertTrue(whole.matches(), () -> "torn: " + line);
      assertTrue(keys.add(whole.group(1)), () -> "twice: " + line);
    }
    assertEquals(calls, keys.size());
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(String what, Condition condition) throws IOException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < until, what);
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** One request after the other, each key once, over one connection. */
  private void call(int port, long first) {
    try (Wire wire = Wire.connect(port)) {
      // Chunks may be cut anew by the proxy: their keys are left out.
      for (long key = first; !over; key += CALLERS) {
        if (!Http.isChunked(key)) {
          wire.send(Http.request(key));
          assertEquals(Http.answerHead("A", key), wire.readUntil("\r\n\r\n"));
          byte[] expected = Payloads.of(key);
          assertArrayEquals(expected, wire.readFully(expected.length));
          answered.incrementAndGet();
        }
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      failures.add(Thread.currentThread().getName() + ": " + e);
    }
  }

  private enum Kept {
    /** A connection for each question. */
    ANEW,
    /** One for all, until an answer says that it ends. */
    KEPT
  }

  private void ask(int port, Kept kept) {
    try {
      while (!over && failures.isEmpty()) {
        try (Wire wire = Wire.connect(port)) {
          boolean more = true;
          while (more && !over) {
            String head = asked(wire, "/ready", kept);
            // It may say that it is not ready, but it says it.
            more = kept == Kept.KEPT && !"close".equals(Http.value(head, "connection"));
            questions.incrementAndGet();
            // Hardly any load, and yet a question at every moment of a hand-over.
            LockSupport.parkNanos(500_000);
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      failures.add(Thread.currentThread().getName() + ": " + e);
    }
  }

  private static String asked(Wire wire, String path, Kept kept) throws IOException {
    String close = kept == Kept.KEPT ? "" : "Connection: close\r\n";
    wire.send(Http.ascii("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + close + "\r\n"));
    String head = wire.readUntil("\r\n\r\n");
    if (head == null || !head.startsWith("HTTP/1.1 ")) {
      throw new IOException("no answer but " + head);
    }
    String length = Http.value(head, "content-length");
    wire.readFully(Integer.parseInt(String.valueOf(length)));
    return head;
  }

  /** Through one door after the other. */
  private void scrape(MizzenProcess mizzen, int http, int probes) {
    Map<String, Double> last = new HashMap<>();
    int[] ports = {0, http, probes};
    for (int i = 0; !over; i++) {
      int port = ports[i % ports.length];
      try {
        Map<String, Double> now = port == 0 ? mizzen.metrics() : metrics(port);
        now.forEach(
            (series, value) -> {
              Double before = isCount(series) ? last.put(series, value) : null;
              if (before != null && value < before) {
                failures.add(series + " fell from " + before + " to " + value);
              }
            });
        scrapes.incrementAndGet();
      } catch (IOException | RuntimeException e) {
        failures.add("a scrape: " + e);
      }
    }
  }

  private static Map<String, Double> metrics(int port) throws IOException {
    try (Wire wire = Wire.connect(port)) {
      wire.send(
          Http.ascii("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
      return MizzenProcess.seriesIn(
          new String(wire.readToEnd(), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** What the instance counts; the numbers of a process are that process's own. */
  private static boolean isCount(String series) {
    String name = series.indexOf('{') < 0 ? series : series.substring(0, series.indexOf('{'));
    return (name.startsWith("mizzen_") || name.startsWith("admin_"))
        && (name.endsWith("_total")
            || name.endsWith("_count")
            || name.endsWith("_sum")
            || name.endsWith("_bucket"));
  }
}
