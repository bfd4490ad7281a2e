package io.mizzen.protocol.bolt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mizzen.spi.MizzenPlugin;
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
    return usualRefusals(BoltServerConfig.class, BoltClientConfig.class);
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
