package io.mizzen.protocol.bolt;

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

class BoltFactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new BoltPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    Duration negative = Duration.ofMillis(-1);
    return List.of(
        new Refusal(BoltServerConfig.class, "maxFrame", new ByteSize(1023)),
        new Refusal(BoltServerConfig.class, "maxFrame", new ByteSize((1L << 30) + 1)),
        new Refusal(BoltServerConfig.class, "streamAbove", new ByteSize(1L << 31)),
        new Refusal(BoltServerConfig.class, "headTimeout", negative),
        new Refusal(BoltServerConfig.class, "bodyTimeout", negative),
        new Refusal(BoltServerConfig.class, "idleTimeout", negative),
        new Refusal(BoltServerConfig.class, "maxStreams", 0),
        new Refusal(BoltClientConfig.class, "maxFrame", new ByteSize(0)),
        new Refusal(BoltClientConfig.class, "maxConnections", 0),
        new Refusal(BoltClientConfig.class, "maxPending", -1),
        new Refusal(BoltClientConfig.class, "maxStreams", 0),
        new Refusal(BoltClientConfig.class, "idleTimeout", negative),
        new Refusal(BoltClientConfig.class, "maxRequests", -1L),
        new Refusal(Heartbeats.class, "interval", negative),
        new Refusal(Heartbeats.class, "timeout", Duration.ZERO),
        new Refusal(Heartbeats.class, "failures", 0));
  }

  @Test
  void defaultsKeepConnectionsAliveOnBothSides() {
    BoltSubject subject = new BoltSubject();
    assertEquals(Duration.ofSeconds(90), subject.server().limits().idleTimeout());
    assertEquals(
        new Heartbeat(Duration.ofSeconds(15), Duration.ofSeconds(1), 6),
        subject.client().heartbeat());
  }

  @Test
  void heartbeatsCanBeSwitchedOff() {
    Heartbeats off = ConfigRecords.with(Heartbeats.class, Map.of("interval", Duration.ZERO));
    assertNull(new BoltSubject(Map.of("heartbeat", off)).client().heartbeat());
  }
}
