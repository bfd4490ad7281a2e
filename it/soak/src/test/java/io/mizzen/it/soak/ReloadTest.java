package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reloads that change something each time, under callers that look at every byte. */
class ReloadTest {
  private static final String HEAD =
      """
      version: 1
      drain: {grace: 200ms, max: 5s}
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains:
            - protocol: {type: http1}
              filters: [FILTERS]
              routes: web
        - name: rpc
          bind: 127.0.0.1:0
          filterChains:
            - protocol: {type: bolt}
              filters: [FILTERS]
              routes: rpc
      """;
  private static final String TAIL =
      """
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes:
            - {name: posts, match: {prefix: /p/}, cluster: web-POSTS}
            - {name: rest-STEP, match: {prefix: /}, cluster: web-a}
        - name: rpc
          router: {type: serviceRouter}
          routes:
            - {name: all, match: {service: soak}, cluster: rpc-POSTS}
      clusters:
        - {name: web-a, protocol: {type: http1}, connectTimeout: TIMEOUT, endpoints: [WEB_A]}
        - {name: web-b, protocol: {type: http1}, endpoints: [WEB_B]}
        - {name: rpc-a, protocol: {type: bolt}, connectTimeout: TIMEOUT, endpoints: [RPC_A]}
        - {name: rpc-b, protocol: {type: bolt}, endpoints: [RPC_B]}
      """;

  /** Takes turns: routes with every step, endpoints with every second, the rest now and then. */
  private static String yaml(int step, int webA, int webB, int rpcA, int rpcB) {
    String logged = "{type: accessLog, config: {target: access.log, sample: 1%, maxSize: 1MiB}}";
    String extra =
        "  - {name: extra, bind: '127.0.0.1:0', filterChains: [{protocol: {type: http1}, routes: web}]}\n";
    boolean both = step / 2 % 2 == 0;
    return (HEAD + (step / 25 % 2 == 1 ? extra : "") + TAIL)
        .replace("FILTERS", step / 10 % 2 == 1 ? logged : "")
        .replace("POSTS", step % 2 == 0 ? "a" : "b")
        .replace("STEP", String.valueOf(step % 3))
        .replace("TIMEOUT", step / 40 % 2 == 0 ? "3s" : "2s")
        .replace("WEB_A", both ? address(webA) : address(webA) + ", " + address(webB))
        .replace("RPC_A", both ? address(rpcA) : address(rpcB) + ", " + address(rpcA))
        .replace("WEB_B", address(webB))
        .replace("RPC_B", address(rpcB));
  }

  private static String address(int port) {
    return "'127.0.0.1:" + port + "'";
  }

  @Test
  void reloadsUnderLoadFailNothingAndLeaveNothing() throws Exception {
    // Measured with the access log in the configuration, as at the end: its buffers are half a MiB.
    int warm = Soak.times(30, 210);
    int reloads = Soak.times(60, 1000);
    Load load = new Load(Set.of("A", "B"));
    try (Upstream webA = new Upstream(0, Upstream.http("A"), e -> load.failed("A: " + e));
        Upstream webB = new Upstream(0, Upstream.http("B"), e -> load.failed("B: " + e));
        Upstream rpcA = new Upstream(0, Upstream.bolt("A"), e -> load.failed("A: " + e));
        Upstream rpcB = new Upstream(0, Upstream.bolt("B"), e -> load.failed("B: " + e));
        MizzenProcess mizzen =
            MizzenProcess.start(yaml(0, webA.port(), webB.port(), rpcA.port(), rpcB.port()), "")) {
      load.http(mizzen.port("web"), 6).bolt(mizzen.port("rpc"), 4);
      Flat flat = null;
      for (int step = 1; step <= warm + reloads; step++) {
        mizzen.reload(yaml(step, webA.port(), webB.port(), rpcA.port(), rpcB.port()));
        load.await(20);
        assertEquals("", load.failures(), "after " + step + " reloads");
        if (step == warm) {
          flat = Flat.since("reloads", mizzen);
        }
        if (flat != null && step % 250 == 0) {
          flat.check("after " + step);
        }
      }
      load.close();
      assertEquals("", load.failures());
      flat.check(
          reloads
              + " with "
              + load.httpDone()
              + " HTTP/1 and "
              + load.boltDone()
              + " bolt requests");
      assertEquals(warm + reloads, mizzen.sum("mizzen_config_reload_total", "applied"));
      assertTrue(webB.answered() > 0 && rpcB.answered() > 0, "both were in use");
      assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
    }
  }
}
