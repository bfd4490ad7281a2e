package io.mizzen.it.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same configuration for a million requests. */
class ManyRequestsTest {
  static final String YAML =
      """
      version: 1
      listeners:
        - name: web
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: http1}, routes: web}]
        - name: rpc
          bind: 127.0.0.1:0
          filterChains: [{protocol: {type: bolt}, routes: rpc}]
      routeTables:
        - name: web
          router: {type: httpRouter}
          routes: [{name: all, match: {prefix: /}, cluster: web}]
        - name: rpc
          router: {type: serviceRouter}
          routes: [{name: all, match: {service: soak}, cluster: rpc}]
      clusters:
        - {name: web, protocol: {type: http1}, endpoints: ['127.0.0.1:WEB']}
        - {name: rpc, protocol: {type: bolt}, endpoints: ['127.0.0.1:RPC']}
      """;

  @Test
  void aMillionRequestsFailNothingAndLeaveNothing() throws Exception {
    int warm = Soak.times(10_000, 100_000);
    int requests = Soak.times(20_000, 1_000_000);
    Load load = new Load(Set.of("A"));
    try (Upstream web = new Upstream(0, Upstream.http("A"), e -> load.failed("web: " + e));
        Upstream rpc = new Upstream(0, Upstream.bolt("A"), e -> load.failed("rpc: " + e));
        MizzenProcess mizzen =
            MizzenProcess.start(
                YAML.replace("WEB", String.valueOf(web.port()))
                    .replace("RPC", String.valueOf(rpc.port())),
                "")) {
      load.http(mizzen.port("web"), 8).bolt(mizzen.port("rpc"), 4);
      load.await(warm);
      Flat flat = Flat.since("requests", mizzen);
      long http = load.httpDone();
      long bolt = load.boltDone();
      int parts = Soak.times(1, 4);
      for (int part = 0; part < parts; part++) {
        load.await(requests / parts);
        flat.check((load.httpDone() - http) + " HTTP/1 and " + (load.boltDone() - bolt) + " bolt");
      }
      load.close();
      assertEquals("", load.failures());
      flat.check("at rest");
      assertEquals(
          load.httpDone() + load.boltDone(), mizzen.sum("mizzen_stream_total", "result=\"ok\""));
      assertEquals(0, mizzen.sum("mizzen_internal_error_total"));
    }
  }
}
