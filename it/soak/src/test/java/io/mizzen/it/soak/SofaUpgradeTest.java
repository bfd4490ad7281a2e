package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.it.bolt.BoltCaller;
import io.mizzen.it.bolt.BoltProvider;
import io.mizzen.it.bolt.Caller;
import io.mizzen.it.bolt.Dialect;
import io.mizzen.it.bolt.Executions;
import io.mizzen.it.bolt.SofaCaller;
import io.mizzen.it.bolt.SofaProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * SOFABolt's and SOFARPC's own clients and providers keep their connections while processes change;
 * each call, of whatever kind, is executed once and has its answer.
 */
class SofaUpgradeTest {
  /** No time-out but those of the test: it may run on a machine that does ten other things. */
  private static final String YAML =
      """
      version: 1
      runtime: {workers: WORKERS}
      warmUp: {requests: 200}
      drain: {max: 2m}
      listeners:
        - name: bolt
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: bolt}, routes: bolt}]
        - name: sofa
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: bolt}, routes: sofa}]
      routeTables:
        - name: bolt
          router: {type: serviceRouter}
          routes: [{name: all, cluster: bolt, timeout: 0s}]
        - name: sofa
          router: {type: serviceRouter}
          routes: [{name: all, cluster: sofa, timeout: 0s}]
      clusters:
        - {name: bolt, protocol: {type: bolt}, connectTimeout: 2m, endpoints: ['127.0.0.1:BOLT']}
        - {name: sofa, protocol: {type: bolt}, connectTimeout: 2m, endpoints: ['127.0.0.1:SOFA']}
      """;

  private static final int WORKERS = 2;

  /** Threads that share each connection of SOFABolt, and consumers of SOFARPC. */
  private static final int LOOPS = 2;

  private static final long LOOK_NANOS = 5_000_000;
  private static final long PATIENCE_SECONDS = 120;

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void heartbeatsAreFrequentAndMayBeLate() {
    // Milliseconds; the default of 15 s is too long for a test.
    System.setProperty("bolt.tcp.heartbeat.interval", "200");
    // A client would close its connection after three that took more than a second each.
    System.setProperty("bolt.tcp.heartbeat.maxtimes", "100000");
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, Condition condition) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      if (System.nanoTime() > until || !failures.isEmpty()) {
        throw new AssertionError(what + " does not come about: " + failures);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** All that goes through one listener. */
  private final class Side implements AutoCloseable {
    private final MizzenProcess mizzen;
    private final String listener;
    private final Executions executions;
    private final int port;
    private final List<Caller> callers = new ArrayList<>();
    private final List<CallLoop> loops = new ArrayList<>();
    private final Set<String> ownCalls = new HashSet<>();
    private final List<Caller.Pending> held = new ArrayList<>();
    private Set<Integer> connections = Set.of();

    Side(MizzenProcess mizzen, String listener, Executions executions) throws IOException {
      this.mizzen = mizzen;
      this.listener = listener;
      this.executions = executions;
      this.port = mizzen.port(listener);
    }

    int port() {
      return port;
    }

    /** Connects, and says nothing any more after one call but heartbeats. */
    void idle(Caller caller) throws Exception {
      String call = listener + " idle " + ownCalls.size();
      callers.add(caller);
      ownCalls.add(call);
      caller.call(Caller.Kind.SYNC, call);
    }

    /**
     * Calls all the time.
     *
     * @param threads of them at once
     */
    void busy(Caller caller, int threads) {
      callers.add(caller);
      for (int i = 0; i < threads; i++) {
        loops.add(new CallLoop(listener + " " + loops.size(), caller, failures::add));
      }
    }

    /** Every loop makes every kind of call from now on. */
    void awaitRound() throws IOException {
      for (CallLoop loop : loops) {
        // One has begun before.
        long after = loop.rounds() + 2;
        await("a round of calls", () -> loop.rounds() >= after);
      }
    }

    void keepConnections() throws IOException {
      connections = OwnSockets.connectedTo(port);
    }

    /** One call on its way for each caller; the provider has it and does not answer. */
    void hold(int upgrade) throws Exception {
      executions.hold();
      for (Caller caller : callers) {
        String call = Executions.HELD + listener + " " + upgrade + " " + held.size();
        ownCalls.add(call);
        held.add(caller.send(call));
        await(call, () -> executions.times(call) > 0);
      }
    }

    void awaitMoved(int upgrade) throws IOException {
      long moved = (long) upgrade * connections.size();
      await("a move of each connection", () -> counted("moved", "direction=\"in\"") == moved);
    }

    void answerHeld() {
      executions.answer();
    }

    void checkHeld() throws Exception {
      for (Caller.Pending one : held) {
        one.check();
      }
      held.clear();
    }

    /** Of one of the metrics of the listener. */
    private long counted(String what, String labels) throws IOException {
      return mizzen.sum(
          "mizzen_listener_" + what + "_total", "listener=\"" + listener + "\"", labels);
    }

    /** Call it when nobody calls any more. */
    void checkAll(int upgrades) throws IOException {
      Set<String> calls = new HashSet<>(ownCalls);
      loops.forEach(loop -> calls.addAll(loop.calls()));
      // A one-way call may be on its way.
      await("the last call", () -> executions.calls() >= calls.size());
      assertEquals(Map.of(), executions.otherThanOnce(calls), "each call was executed once");
      assertEquals(connections, OwnSockets.connectedTo(port), "the same connections");
      assertEquals(connections.size(), counted("accepted", ""), "nobody has connected again");
      assertEquals(0, counted("closed", ""), "no connection has ended");
      assertEquals(0, counted("moved", "direction=\"refused\""));
      String cluster = "cluster=\"" + listener + "\"";
      long connected = mizzen.sum("mizzen_upstream_connect_total", cluster);
      assertTrue(
          connected <= (upgrades + 1L) * WORKERS,
          () -> connected + " connections to the provider of " + listener);
      Soak.tell(
          upgrades
              + " upgrades beside callers of "
              + listener
              + ": "
              + connections.size()
              + " connections, "
              + calls.size()
              + " calls, each executed once");
    }

    @Override
    public void close() {
      executions.answer();
      loops.forEach(CallLoop::close);
      callers.forEach(Caller::close);
    }
  }

  @Test
  void everyCallIsExecutedOnceAndNoConnectionEnds() throws Exception {
    final int upgrades = Soak.times(2, 20);
    Executions bolt = new Executions();
    Executions sofa = new Executions();
    try (BoltProvider boltProvider = new BoltProvider(bolt);
        SofaProvider sofaProvider = SofaProvider.counting(sofa);
        MizzenProcess mizzen = start(boltProvider.port(), sofaProvider.port());
        Side boltSide = new Side(mizzen, "bolt", bolt);
        Side sofaSide = new Side(mizzen, "sofa", sofa)) {
      for (Dialect dialect : Dialect.values()) {
        boltSide.idle(new BoltCaller(dialect, boltSide.port()));
        boltSide.busy(new BoltCaller(dialect, boltSide.port()), LOOPS);
      }
      for (int i = 0; i < LOOPS; i++) {
        sofaSide.busy(new SofaCaller(sofaSide.port()), 1);
      }
      List<Side> sides = List.of(boltSide, sofaSide);
      for (Side side : sides) {
        side.awaitRound();
        side.keepConnections();
      }
      for (int i = 1; i <= upgrades; i++) {
        upgrade(mizzen, sides, i);
      }
      for (Side side : sides) {
        side.loops.forEach(CallLoop::close);
        side.checkAll(upgrades);
      }
      assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
      assertEquals(upgrades, mizzen.sum("mizzen_restart_total", "result=\"ok\""));
      assertEquals(
          mizzen.sum("mizzen_stream_total"), mizzen.sum("mizzen_stream_total", "result=\"ok\""));
    }
    assertEquals(List.of(), List.copyOf(failures));
  }

  private static MizzenProcess start(int bolt, int sofa) throws Exception {
    return MizzenProcess.start(
        YAML.replace("WORKERS", String.valueOf(WORKERS))
            .replace("BOLT", String.valueOf(bolt))
            .replace("SOFA", String.valueOf(sofa)),
        "");
  }

  /** Answers that are held until their connection has moved come to it all the same. */
  private void upgrade(MizzenProcess mizzen, List<Side> sides, int number) throws Exception {
    for (Side side : sides) {
      side.hold(number);
    }
    mizzen.upgrade(
        () -> {
          for (Side side : sides) {
            side.awaitMoved(number);
          }
          sides.forEach(Side::answerHeld);
        });
    for (Side side : sides) {
      side.checkHeld();
      side.awaitRound();
    }
    long heartbeats = mizzen.sum("bolt_heartbeats_answered_total");
    // Two of each idle connection, about.
    long more = 2L * Dialect.values().length;
    await("heartbeats", () -> mizzen.sum("bolt_heartbeats_answered_total") >= heartbeats + more);
    assertEquals(List.of(), List.copyOf(failures), "after upgrade " + number);
  }
}
