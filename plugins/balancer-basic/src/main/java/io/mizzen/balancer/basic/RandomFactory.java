package io.mizzen.balancer.basic;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.LoadBalancerFactory;

/** Makes {@code random}. */
final class RandomFactory implements LoadBalancerFactory<RandomConfig> {
  @Override
  public String type() {
    return "random";
  }

  @Override
  public String summary() {
    return "An endpoint at random, as likely as its weight says.";
  }

  @Override
  public Class<RandomConfig> configType() {
    return RandomConfig.class;
  }

  @Override
  public LoadBalancer.Builder create(RandomConfig config, Host host) {
    return (endpoints, worker) -> new RandomBalancer(new Draw(new Members(endpoints)));
  }
}
