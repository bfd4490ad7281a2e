package io.mizzen.balancer.basic;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** Registers {@code roundRobin}, {@code random} and {@code leastRequest}. */
public final class BasicBalancersPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.add(ExtensionPoints.LOAD_BALANCERS, new RoundRobinFactory());
    registrar.add(ExtensionPoints.LOAD_BALANCERS, new RandomFactory());
    registrar.add(ExtensionPoints.LOAD_BALANCERS, new LeastRequestFactory());
  }
}
