package io.mizzen.protocol.http1;

import io.mizzen.lib.http.ForwardedConfig;
import io.mizzen.lib.http.ViaConfig;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.FactoryContract;
import java.time.Duration;
import java.util.List;

class Http1FactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new Http1Plugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(Http1ServerConfig.class, "maxRequestLine", new ByteSize(10)),
        new Refusal(Http1ServerConfig.class, "maxHeaderBytes", new ByteSize(1024)),
        new Refusal(Http1ServerConfig.class, "maxHeaderBytes", new ByteSize(1L << 30)),
        new Refusal(Http1ServerConfig.class, "maxHeaderLine", new ByteSize(0)),
        new Refusal(Http1ServerConfig.class, "maxHeaders", 0),
        new Refusal(Http1ServerConfig.class, "maxTrailerBytes", new ByteSize(0)),
        new Refusal(Http1ServerConfig.class, "headTimeout", Duration.ofSeconds(-1)),
        new Refusal(Http1ServerConfig.class, "connectTargets", List.of("example.com")),
        new Refusal(Http1ServerConfig.class, "connectTargets", List.of("example.com:https")),
        new Refusal(Http1ServerConfig.class, "upgrades", List.of("h2c")),
        new Refusal(Http1ServerConfig.class, "upgrades", List.of("web socket")),
        new Refusal(ViaConfig.class, "name", "two words"),
        new Refusal(ForwardedConfig.class, "trustedHops", -1),
        new Refusal(Http1ClientConfig.class, "maxConnections", 0),
        new Refusal(Http1ClientConfig.class, "maxPending", -1),
        new Refusal(Http1ClientConfig.class, "maxStatusLine", new ByteSize(1)),
        new Refusal(Http1ClientConfig.class, "maxInformational", -1),
        new Refusal(HttpCheckConfig.class, "path", "no-slash"),
        new Refusal(HttpCheckConfig.class, "host", "a b"),
        new Refusal(HttpCheckConfig.class, "expect", List.of("2xx")),
        new Refusal(HttpCheckConfig.class, "expect", List.of("300-200")),
        new Refusal(HttpCheckConfig.class, "expect", List.of()));
  }
}
