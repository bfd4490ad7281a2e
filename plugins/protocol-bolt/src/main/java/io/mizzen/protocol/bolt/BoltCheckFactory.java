package io.mizzen.protocol.bolt;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.HealthCheck;
import io.mizzen.spi.upstream.HealthCheckFactory;

/** Makes health checks by heartbeat. */
final class BoltCheckFactory implements HealthCheckFactory<BoltCheckConfig> {
  @Override
  public String type() {
    return "boltCheck";
  }

  @Override
  public String summary() {
    return "Asks an endpoint with a bolt heartbeat; an answer with status 0 is healthy.";
  }

  @Override
  public Class<BoltCheckConfig> configType() {
    return BoltCheckConfig.class;
  }

  @Override
  public HealthCheck create(BoltCheckConfig config, Host host) {
    int proto = config.version() == BoltCheckConfig.Version.V2 ? FixedHeader.V2 : FixedHeader.V1;
    return () -> new BoltProbe(proto);
  }
}
