package io.mizzen.protocol.dubbo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.protocol.ClientProtocol.Heartbeat;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FactoryContract;
import io.mizzen.xprotocol.Heartbeats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DubboFactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new DubboPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    Duration negative = Duration.ofMillis(-1);
    return List.of(
        new Refusal(DubboServerConfig.class, "maxFrame", new ByteSize(1023)),
        new Refusal(DubboServerConfig.class, "maxFrame", new ByteSize((1L << 30) + 1)),
        new Refusal(DubboServerConfig.class, "streamAbove", new ByteSize(1L << 31)),
        new Refusal(DubboServerConfig.class, "headTimeout", negative),
        new Refusal(DubboServerConfig.class, "bodyTimeout", negative),
        new Refusal(DubboServerConfig.class, "idleTimeout", negative),
        new Refusal(DubboServerConfig.class, "maxStreams", 0),
        new Refusal(DubboClientConfig.class, "maxFrame", new ByteSize(0)),
        new Refusal(DubboClientConfig.class, "maxConnections", 0),
        new Refusal(DubboClientConfig.class, "maxPending", -1),
        new Refusal(DubboClientConfig.class, "maxStreams", 0),
        new Refusal(DubboClientConfig.class, "idleTimeout", negative),
        new Refusal(DubboClientConfig.class, "maxRequests", -1L),
        new Refusal(Heartbeats.class, "interval", negative),
        new Refusal(Heartbeats.class, "timeout", Duration.ZERO),
        new Refusal(Heartbeats.class, "failures", 0));
  }

  @Test
  void defaultsKeepConnectionsAliveOnBothSides() {
    DubboSubject subject = new DubboSubject();
    assertEquals(Duration.ofSeconds(180), subject.server().limits().idleTimeout());
    assertEquals(
        new Heartbeat(Duration.ofSeconds(15), Duration.ofSeconds(1), 6),
        subject.client().heartbeat());
  }

  @Test
  void heartbeatsCanBeSwitchedOff() {
    Heartbeats off = ConfigRecords.with(Heartbeats.class, Map.of("interval", Duration.ZERO));
    assertNull(new DubboSubject(Map.of("heartbeat", off)).client().heartbeat());
  }
}
