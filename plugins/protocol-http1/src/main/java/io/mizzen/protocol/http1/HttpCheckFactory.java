package io.mizzen.protocol.http1;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.HealthCheck;
import io.mizzen.spi.upstream.HealthCheckFactory;

/** Makes the health check {@code httpCheck}. */
final class HttpCheckFactory implements HealthCheckFactory<HttpCheckConfig> {
  @Override
  public String type() {
    return "httpCheck";
  }

  @Override
  public String summary() {
    return "Asks an endpoint for a path over HTTP/1.1 and judges the status code.";
  }

  @Override
  public Class<HttpCheckConfig> configType() {
    return HttpCheckConfig.class;
  }

  @Override
  public HealthCheck create(HttpCheckConfig config, Host host) {
    return new HttpCheck(config);
  }
}
