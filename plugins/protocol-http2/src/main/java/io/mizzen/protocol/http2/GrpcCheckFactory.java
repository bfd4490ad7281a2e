package io.mizzen.protocol.http2;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.HealthCheck;
import io.mizzen.spi.upstream.HealthCheckFactory;

/** Makes the health check {@code grpcCheck}. */
final class GrpcCheckFactory implements HealthCheckFactory<GrpcCheckConfig> {
  @Override
  public String type() {
    return "grpcCheck";
  }

  @Override
  public String summary() {
    return "Asks an endpoint by gRPC's health service, grpc.health.v1.";
  }

  @Override
  public Class<GrpcCheckConfig> configType() {
    return GrpcCheckConfig.class;
  }

  @Override
  public HealthCheck create(GrpcCheckConfig config, Host host) {
    return new GrpcCheck(config);
  }
}
