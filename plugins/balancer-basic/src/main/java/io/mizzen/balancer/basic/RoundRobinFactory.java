package io.mizzen.balancer.basic;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.LoadBalancerFactory;

/** Makes {@code roundRobin}: plain turns where all weights are equal, a schedule otherwise. */
final class RoundRobinFactory implements LoadBalancerFactory<RoundRobinConfig> {
  @Override
  public String type() {
    return "roundRobin";
  }

  @Override
  public String summary() {
    return "Each endpoint in turn, as often as its weight says.";
  }

  @Override
  public Class<RoundRobinConfig> configType() {
    return RoundRobinConfig.class;
  }

  @Override
  public LoadBalancer.Builder create(RoundRobinConfig config, Host host) {
    return builder(Starts.random());
  }

  static LoadBalancer.Builder builder(Starts starts) {
    return (endpoints, worker) -> {
      Members members = new Members(endpoints);
      return members.equalWeights()
          ? new TurnBalancer(members, starts.of(worker))
          : new ScheduleBalancer(members, starts.of(worker));
    };
  }
}
