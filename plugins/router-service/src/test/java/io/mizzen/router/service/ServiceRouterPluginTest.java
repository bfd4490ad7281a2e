package io.mizzen.router.service;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class ServiceRouterPluginTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new ServiceRouterPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(ServiceMatchConfig.class, "service", "a*b"),
        new Refusal(ServiceMatchConfig.class, "operation", "*a"));
  }
}
