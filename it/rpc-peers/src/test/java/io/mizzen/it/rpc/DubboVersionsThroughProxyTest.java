package io.mizzen.it.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.mizzen.testkit.proxy.EmbeddedProxy;
import io.mizzen.testkit.proxy.PeerProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Consumers and providers of Dubbo 2.7 and 3.3 with the proxy between them, each in a process of
 * its own. {@link DubboThroughProxyTest} has 3.3 on both sides.
 */
class DubboVersionsThroughProxyTest {
  /** What a consumer is told to do, and what it says then. */
  private static final Map<String, String> CALLS = new LinkedHashMap<>();

  static {
    CALLS.put("hi", "hi mizzen*3 gray");
    CALLS.put("echo", "3 2 70000");
    CALLS.put("large", "3 2 3000000");
    CALLS.put("twice", "42");
    CALLS.put("null", "null");
    CALLS.put("boom", "! java.lang.IllegalArgumentException: bad x");
    CALLS.put("later", "50 in order");
    CALLS.put("generic", "hi generic*2 gray");
  }

  private static final List<Pair> PAIRS = new ArrayList<>();
  private static final List<AutoCloseable> OPEN = new ArrayList<>();

  /** A consumer of one version, a provider of one, and their proxy. */
  private record Pair(
      DubboVersion from, DubboVersion to, int provider, EmbeddedProxy proxy, PeerProcess consumer) {
    @Override
    public String toString() {
      return from + " calls " + to;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    int old = PeerProcess.freePort();
    int current = PeerProcess.freePort();
    // all at once: each takes seconds
    List<PeerProcess> providers =
        List.of(
            DubboVersion.V2_7.provider("old", old), DubboVersion.V3_3.provider("current", current));
    OPEN.addAll(providers);
    pair(DubboVersion.V2_7, DubboVersion.V2_7, old);
    pair(DubboVersion.V2_7, DubboVersion.V3_3, current);
    pair(DubboVersion.V3_3, DubboVersion.V2_7, old);
    assertEquals("2.7", providers.get(0).next().substring(0, 3));
    assertEquals("3.3", providers.get(1).next().substring(0, 3));
    for (Pair pair : PAIRS) {
      assertEquals(
          pair.from == DubboVersion.V2_7 ? "2.7" : "3.3", pair.consumer.next().substring(0, 3));
    }
  }

  private static void pair(DubboVersion from, DubboVersion to, int provider) throws Exception {
    EmbeddedProxy proxy = EmbeddedProxy.packaged(config(provider));
    PeerProcess consumer = from.consumer(proxy.port("rpc"));
    OPEN.add(0, proxy);
    OPEN.add(0, consumer);
    PAIRS.add(new Pair(from, to, provider, proxy, consumer));
  }

  private static String config(int provider) throws Exception {
    return """
        version: 1
        runtime: {workers: 1}
        listeners:
          - {name: rpc, bind: "127.0.0.1:0", filterChains: [{protocol: {type: dubbo}, routes: all}]}
          - {name: impatient, bind: "127.0.0.1:0", filterChains: [{protocol: {type: dubbo}, routes: quick}]}
          - {name: nobody, bind: "127.0.0.1:0", filterChains: [{protocol: {type: dubbo}, routes: nobody}]}
        routeTables:
          - {name: all, router: {type: serviceRouter}, routes: [{name: all, cluster: peer}]}
          - {name: quick, router: {type: serviceRouter}, routes: [{name: quick, cluster: peer, timeout: 100ms}]}
          - {name: nobody, router: {type: serviceRouter}, routes: [{name: nobody, cluster: nobody}]}
        clusters:
          - {name: peer, protocol: {type: dubbo}, endpoints: ["127.0.0.1:UPSTREAM"]}
          - {name: nobody, protocol: {type: dubbo}, endpoints: ["127.0.0.1:NOBODY"]}
        """
        .replace("UPSTREAM", String.valueOf(provider))
        .replace("NOBODY", String.valueOf(PeerProcess.freePort()));
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable one : OPEN) {
      one.close();
    }
  }

  @TestFactory
  Stream<DynamicContainer> everythingThatConsumersDoWorksAcrossVersions() {
    return PAIRS.stream()
        .map(pair -> DynamicContainer.dynamicContainer(pair.toString(), tests(pair)));
  }

  private static Stream<DynamicTest> tests(Pair pair) {
    Stream<DynamicTest> calls =
        CALLS.entrySet().stream()
            .map(
                call ->
                    dynamicTest(
                        call.getKey(),
                        () -> assertEquals(call.getValue(), pair.consumer.ask(call.getKey()))));
    return Stream.concat(
        calls,
        Stream.of(
            dynamicTest("one-way", () -> oneWay(pair)),
            dynamicTest("heartbeats", () -> heartbeats(pair)),
            dynamicTest("time-out", () -> timeout(pair)),
            dynamicTest("no provider", () -> noProvider(pair))));
  }

  private static void oneWay(Pair pair) {
    int before = Integer.parseInt(pair.consumer.ask("noted"));
    assertEquals("done", pair.consumer.ask("note"));
    await("the note to arrive", () -> Integer.parseInt(pair.consumer.ask("noted")) == before + 1);
  }

  private static void heartbeats(Pair pair) {
    await(
        "a heartbeat of the consumer",
        () -> pair.proxy.metric("dubbo_heartbeats_answered_total") > 0);
    assertEquals("hi mizzen*3 gray", pair.consumer.ask("hi"));
  }

  private static void timeout(Pair pair) {
    String answer = pair.consumer.ask("never " + pair.proxy.port("impatient"));
    assertTrue(answer.contains("TimeoutException"), answer);
    assertTrue(answer.contains("mizzen: timeout_total"), answer);
  }

  private static void noProvider(Pair pair) {
    String answer = pair.consumer.ask("any " + pair.proxy.port("nobody"));
    assertTrue(answer.contains("RpcException") || answer.contains("RemotingException"), answer);
    assertTrue(answer.contains("mizzen: connect_failed"), answer);
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited too long for " + what);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
