package io.mizzen.protocol.bolt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.protocol.bolt.BoltCheckConfig.Version;
import io.mizzen.spi.upstream.HealthCheck;
import io.mizzen.spi.upstream.HealthCheck.Probe;
import io.mizzen.spi.upstream.HealthCheck.Verdict;
import io.mizzen.testkit.FakeHost;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BoltProbeTest {
  private final FakeHost host = new FakeHost();

  @Test
  void asksWithAHeartbeatAndTakesItsAnswer() {
    assertArrayEquals(Golden.withId("v1-heartbeat", 1), ask(Version.V1));
    byte[] v2 = Golden.with(Golden.withId("v2-heartbeat", 1), 1, 1);
    assertArrayEquals(v2, ask(Version.V2));
  }

  @Test
  void isPatientUntilTheAnswerIsWhole() {
    byte[] answer = Golden.withId("v1-heartbeat-ack", 1);
    for (int length = 0; length < answer.length; length++) {
      assertEquals(Verdict.PENDING, hear(Arrays.copyOf(answer, length)));
    }
    assertEquals(Verdict.HEALTHY, hear(answer));
    assertEquals(Verdict.HEALTHY, hear(Golden.withId("v2-heartbeat-ack", 1)));
  }

  @Test
  void anythingElseIsUnhealthy() {
    assertEquals(Verdict.UNHEALTHY, hear(Golden.withId("v1-heartbeat-ack", 2)));
    byte[] bad = Golden.with(Golden.withId("v1-heartbeat-ack", 1), 10, 0, 1);
    assertEquals(Verdict.UNHEALTHY, hear(bad));
    assertEquals(Verdict.UNHEALTHY, hear(Golden.withId("v1-response", 1)));
    assertEquals(Verdict.UNHEALTHY, hear(Golden.withId("v1-request", 1)));
    assertEquals(Verdict.UNHEALTHY, hear(new byte[] {'H'}));
  }

  private byte[] ask(Version version) {
    ByteBuf out = Unpooled.buffer();
    assertEquals(Verdict.PENDING, probe(version).ask("192.0.2.1:12200", out));
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  private Verdict hear(byte[] bytes) {
    return probe(Version.V1).hear(Unpooled.wrappedBuffer(bytes));
  }

  private Probe probe(Version version) {
    HealthCheck check = new BoltCheckFactory().create(new BoltCheckConfig(version), host);
    return check.newProbe();
  }
}
