package io.mizzen.protocol.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mizzen.lib.http.ForwardedConfig;
import io.mizzen.protocol.http2.Http2ClientConfig.Pings;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FactoryContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Http2FactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new Http2Plugin();
  }

  @Override
  protected List<Refusal> refusals() {
    Duration negative = Duration.ofMillis(-1);
    return List.of(
        new Refusal(Http2ServerConfig.class, "maxStreams", 0),
        new Refusal(Http2ServerConfig.class, "streamWindow", new ByteSize(65_534)),
        new Refusal(Http2ServerConfig.class, "connectionWindow", new ByteSize(1L << 31)),
        new Refusal(Http2ServerConfig.class, "maxHeaderBytes", new ByteSize(10)),
        new Refusal(Http2ServerConfig.class, "maxHeaders", 0),
        new Refusal(Http2ServerConfig.class, "maxHeaderBlock", new ByteSize(10)),
        new Refusal(Http2ServerConfig.class, "headTimeout", negative),
        new Refusal(Http2ServerConfig.class, "keepAlive", negative),
        new Refusal(Http2ServerConfig.class, "linger", negative),
        new Refusal(ForwardedConfig.class, "trustedHops", -1),
        new Refusal(AbuseConfig.class, "maxResets", 0),
        new Refusal(GrpcCheckConfig.class, "service", "s".repeat(121)),
        new Refusal(GrpcCheckConfig.class, "authority", "user@host"),
        new Refusal(AbuseConfig.class, "maxContinuations", -1),
        new Refusal(Http2ClientConfig.class, "maxConnections", 0),
        new Refusal(Http2ClientConfig.class, "maxPending", -1),
        new Refusal(Http2ClientConfig.class, "maxStreams", 0),
        new Refusal(Http2ClientConfig.class, "keepAlive", negative),
        new Refusal(Http2ClientConfig.class, "maxRequests", -1L),
        new Refusal(Http2ClientConfig.class, "streamWindow", new ByteSize(1)),
        new Refusal(Pings.class, "interval", negative),
        new Refusal(Pings.class, "timeout", Duration.ZERO),
        new Refusal(Pings.class, "failures", 0));
  }

  /** gRPC servers end connections of clients that ask too often. */
  @Test
  void pingsAreOffByDefault() {
    assertNull(new Http2Subject().client().heartbeat());
  }

  @Test
  void theMeshProfileLoosensAllBudgetsAndKeepsWhatIsLarger() {
    AbuseConfig mesh =
        ConfigRecords.with(
            AbuseConfig.class, Map.of("profile", AbuseConfig.Profile.MESH, "maxPings", 1_000_000));
    assertEquals(20_000, mesh.maxResets());
    assertEquals(1_000_000, mesh.maxPings());
    assertEquals(16, mesh.maxContinuations());
    assertEquals(200, ConfigRecords.with(AbuseConfig.class, Map.of()).maxResets());
  }

  @Test
  void pingsCanBeSwitchedOn() {
    Pings on = ConfigRecords.with(Pings.class, Map.of("interval", Duration.ofMinutes(6)));
    var heartbeat = new Http2Subject(Map.of("ping", on)).client().heartbeat();
    assertEquals(Duration.ofMinutes(6), heartbeat == null ? null : heartbeat.interval());
  }
}
