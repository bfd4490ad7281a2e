package io.mizzen.balancer.basic;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class BasicBalancersPluginTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new BasicBalancersPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(LeastRequestConfig.class, "choices", 1),
        new Refusal(LeastRequestConfig.class, "choices", 11));
  }
}
