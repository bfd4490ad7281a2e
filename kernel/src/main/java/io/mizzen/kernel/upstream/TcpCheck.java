package io.mizzen.kernel.upstream;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.HealthCheck;
import io.mizzen.spi.upstream.HealthCheckFactory;
import io.netty.buffer.ByteBuf;

/** The health check {@code tcpCheck}: an endpoint that accepts a connection is well. */
public final class TcpCheck implements HealthCheckFactory<TcpCheck.Config> {
  /** Has no settings. */
  public record Config() {}

  @Override
  public String type() {
    return "tcpCheck";
  }

  @Override
  public String summary() {
    return "An endpoint that accepts a connection is well.";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public HealthCheck create(Config config, Host host) {
    return () -> Connects.INSTANCE;
  }

  private enum Connects implements HealthCheck.Probe {
    INSTANCE;

    @Override
    public HealthCheck.Verdict ask(String endpoint, ByteBuf out) {
      return HealthCheck.Verdict.HEALTHY;
    }

    @Override
    public HealthCheck.Verdict hear(ByteBuf in) {
      return HealthCheck.Verdict.HEALTHY;
    }
  }
}
