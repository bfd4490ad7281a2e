package io.mizzen.router.http;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class HttpRouterPluginTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new HttpRouterPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(HttpMatchConfig.class, "exact", "a"),
        new Refusal(HttpMatchConfig.class, "prefix", "/a?b"));
  }
}
