package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every rule of the protocols is broken, many times, beside callers who do nothing wrong. */
class BadInputTest {
  private static final int THREADS = 5;

  private static final String YAML =
      """
      version: 1
      listeners:
        - {name: web, bind: '127.0.0.1:0', filterChains: [{protocol: {type: http1}, routes: web}]}
        - {name: rpc, bind: '127.0.0.1:0', filterChains: [{protocol: {type: bolt}, routes: rpc}]}
        - {name: sink, bind: '127.0.0.1:0', filterChains: [{protocol: {type: http1}, routes: sink}]}
        - {name: evil, bind: '127.0.0.1:0', filterChains: [{protocol: {type: http1}, routes: evil}]}
        - {name: evilRpc, bind: '127.0.0.1:0', filterChains: [{protocol: {type: bolt}, routes: evilRpc}]}
      routeTables:
        - {name: web, router: {type: httpRouter}, routes: [{match: {prefix: /}, cluster: web}]}
        - {name: rpc, router: {type: serviceRouter}, routes: [{match: {service: soak}, cluster: rpc}]}
        - {name: sink, router: {type: httpRouter}, routes: [{match: {prefix: /}, cluster: sink}]}
        - {name: evil, router: {type: httpRouter}, routes: [{match: {prefix: /}, cluster: evil}]}
        - {name: evilRpc, router: {type: serviceRouter}, routes: [{match: {service: soak}, cluster: evilRpc}]}
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:%d']}
        - {name: rpc, protocol: {type: bolt}, endpoints: ['127.0.0.1:%d']}
        - {name: sink, protocol: {type: http1}, endpoints: ['127.0.0.1:%d']}
        - {name: evil, protocol: {type: http1}, endpoints: ['127.0.0.1:%d']}
        - {name: evilRpc, protocol: {type: bolt}, endpoints: ['127.0.0.1:%d']}
      """;

  @Test
  void isAnsweredCountedAndForgotten() throws Exception {
    int repetitions = Soak.times(3_000, 100_000);
    BadHttp http = new BadHttp();
    Load load = new Load(Set.of("A"));
    try (Upstream web = new Upstream(0, Upstream.http("A"), e -> load.failed("web: " + e));
        Upstream rpc = new Upstream(0, Upstream.bolt("A"), e -> load.failed("rpc: " + e));
        Upstream sink =
            new Upstream(0, BadHttp.sink(load::failed), e -> load.failed("sink: " + e));
        Upstream evil = new Upstream(0, http.hostile(), e -> load.failed("evil: " + e));
        Upstream evilRpc = new Upstream(0, BadBolt.hostile(), e -> load.failed("evil: " + e));
        MizzenProcess mizzen =
            MizzenProcess.start(
                String.format(
                    Locale.ROOT,
                    YAML,
                    web.port(),
                    rpc.port(),
                    sink.port(),
                    evil.port(),
                    evilRpc.port()),
                "")) {
      List<BadCase> any = new ArrayList<>();
      any.addAll(BadHttp.requests(mizzen.port("sink")));
      any.addAll(BadBolt.requests(mizzen.port("rpc")));
      any.addAll(http.answers(mizzen.port("evil")));
      // Calls share an upstream connection: two at once would fail by each other's answers.
      List<BadCase> single = BadBolt.answers(mizzen.port("evilRpc"));

      once(mizzen, any);
      once(mizzen, single);
      load.http(mizzen.port("web"), 1).bolt(mizzen.port("rpc"), 1);
      load.await(1000);
      repeat(load, any, single, Math.max(1_500, repetitions / 10));
      Flat flat = Flat.since("bad input", mizzen);
      int done = repeat(load, any, single, repetitions);
      load.close();
      assertEquals("", load.failures());
      flat.check(
          done
              + " of "
              + (any.size() + single.size())
              + " kinds beside "
              + load.httpDone()
              + " HTTP/1 and "
              + load.boltDone()
              + " bolt requests");
      assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
      assertTrue(mizzen.sum("mizzen_listener_connections") <= 2 * THREADS, "connections are left");
    }
  }

  /** Each case moves a counter that is there for it. */
  private static void once(MizzenProcess mizzen, List<BadCase> cases) throws Exception {
    List<String> wrong = new ArrayList<>();
    for (BadCase one : cases) {
      double before = complaints(mizzen);
      try {
        one.act().run();
        // A connection that just ends is counted as it ends, which nobody waits for.
        for (int i = 0; i < 100 && complaints(mizzen) <= before; i++) {
          java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
        if (complaints(mizzen) <= before) {
          wrong.add(one.name() + ": no counter moved");
        }
      } catch (Exception e) {
        wrong.add(one.name() + ": " + e);
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  private static double complaints(MizzenProcess mizzen) throws Exception {
    return mizzen.metrics().entrySet().stream()
        .filter(BadInputTest::isComplaint)
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static boolean isComplaint(Map.Entry<String, Double> series) {
    String name = series.getKey();
    return name.startsWith("mizzen_decode_error_total")
        || name.startsWith("mizzen_stream_total") && !name.contains("result=\"ok\"")
        || name.startsWith("bolt_") && !name.startsWith("bolt_heartbeats");
  }

  /** Mixed, with a thread for those that must not meet each other. */
  private static int repeat(Load load, List<BadCase> any, List<BadCase> single, int times)
      throws InterruptedException {
    AtomicInteger left = new AtomicInteger(times);
    AtomicInteger done = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      List<BadCase> mine = i == 0 ? single : any;
      SplittableRandom random = new SplittableRandom(i);
      threads.add(
          Upstream.thread(
              "bad-" + i,
              () -> {
                while (left.decrementAndGet() >= 0 && load.failures().isEmpty()) {
                  BadCase one = mine.get(random.nextInt(mine.size()));
                  try {
                    one.act().run();
                    done.incrementAndGet();
                  } catch (Exception e) {
                    load.failed(one.name() + ": " + e);
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return done.get();
  }
}
