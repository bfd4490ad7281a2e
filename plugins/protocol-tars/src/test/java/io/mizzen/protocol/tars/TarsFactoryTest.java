package io.mizzen.protocol.tars;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class TarsFactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new TarsPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return usualRefusals(TarsServerConfig.class, TarsClientConfig.class);
  }
}
