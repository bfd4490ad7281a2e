package io.mizzen.protocol.dubbo;

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

class DubboFactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new DubboPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return usualRefusals(DubboServerConfig.class, DubboClientConfig.class);
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
