package io.mizzen.protocol.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.spi.upstream.HealthCheck.Probe;
import io.mizzen.spi.upstream.HealthCheck.Verdict;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.LeakGuard;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpCheckTest {
  private static Probe probe(Map<String, ?> values) {
    return new HttpCheck(ConfigRecords.with(HttpCheckConfig.class, values)).newProbe();
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1:80, '', 10.0.0.1:80", "unix:/x, '', localhost", "10.0.0.1:80, h, h"})
  void asksForThePath(String endpoint, String host, String said) {
    try (LeakGuard guard = new LeakGuard()) {
      ByteBuf out = guard.allocator().directBuffer();
      assertEquals(
          Verdict.PENDING, probe(Map.of("path", "/healthz", "host", host)).ask(endpoint, out));
      assertEquals(
          "GET /healthz HTTP/1.1\r\nHost: "
              + said
              + "\r\nUser-Agent: mizzen-health-check\r\nConnection: close\r\n\r\n",
          out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 200 OK, HEALTHY",
    "HTTP/1.1 299 OK, HEALTHY",
    "HTTP/1.0 204 OK, HEALTHY",
    "HTTP/1.1 302 Found, UNHEALTHY",
    "HTTP/1.1 503 Busy, UNHEALTHY",
    "SSH-2.0, UNHEALTHY"
  })
  void judgesTheStatus(String line, Verdict verdict) {
    assertEquals(verdict, hear(probe(Map.of()), line + "\r\nContent-Length: 0\r\n\r\n"));
  }

  @Test
  void otherCodesCanBeGood() {
    Map<String, ?> values = Map.of("expect", List.of("401", "500-503"));
    assertEquals(Verdict.HEALTHY, hear(probe(values), "HTTP/1.1 401 No\r\n\r\n"));
    assertEquals(Verdict.HEALTHY, hear(probe(values), "HTTP/1.1 502 No\r\n\r\n"));
    assertEquals(Verdict.UNHEALTHY, hear(probe(values), "HTTP/1.1 200 Ok\r\n\r\n"));
  }

  @Test
  void waitsForAWholeHeadAndPassesOverInformationalOnes() {
    Probe probe = probe(Map.of());
    String answer = "HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
    for (int size = 0; size < answer.length(); size++) {
      assertEquals(Verdict.PENDING, hear(probe, answer.substring(0, size)), "after " + size);
    }
    assertEquals(Verdict.HEALTHY, hear(probe, answer));
  }

  @Test
  void anEndlessHeadIsNoGoodSign() {
    String endless = "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(3000);
    assertEquals(Verdict.UNHEALTHY, hear(probe(Map.of()), endless));
  }

  private static Verdict hear(Probe probe, String text) {
    try (LeakGuard guard = new LeakGuard()) {
      ByteBuf in = guard.buffer(Subject.ascii(text));
      Verdict verdict = probe.hear(in);
      in.release();
      return verdict;
    }
  }
}
