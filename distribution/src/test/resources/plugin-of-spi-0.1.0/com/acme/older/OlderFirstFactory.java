package com.acme.older;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.LoadBalancerFactory;

/** The load balancer {@code olderFirst}. */
final class OlderFirstFactory implements LoadBalancerFactory<OlderFirstConfig> {
  @Override
  public String type() {
    return "olderFirst";
  }

  @Override
  public String summary() {
    return "The first endpoint that may be used takes everything.";
  }

  @Override
  public Stability stability() {
    return Stability.DEVELOPMENT;
  }

  @Override
  public Class<OlderFirstConfig> configType() {
    return OlderFirstConfig.class;
  }

  @Override
  public LoadBalancer.Builder create(OlderFirstConfig config, Host host) {
    return (endpoints, worker) -> new OlderFirstBalancer(endpoints);
  }
}
