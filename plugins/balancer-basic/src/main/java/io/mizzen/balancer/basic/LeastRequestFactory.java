package io.mizzen.balancer.basic;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.LoadBalancerFactory;

/** Makes {@code leastRequest}. */
final class LeastRequestFactory implements LoadBalancerFactory<LeastRequestConfig> {
  @Override
  public String type() {
    return "leastRequest";
  }

  @Override
  public String summary() {
    return "The endpoint with the fewest open requests among a few taken at random.";
  }

  @Override
  public Class<LeastRequestConfig> configType() {
    return LeastRequestConfig.class;
  }

  @Override
  public LoadBalancer.Builder create(LeastRequestConfig config, Host host) {
    return (endpoints, worker) ->
        new LeastRequestBalancer(new Draw(new Members(endpoints)), config.choices());
  }
}
