package io.mizzen.protocol.tars;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class TarsFactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new TarsPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(TarsServerConfig.class, "maxFrame", new ByteSize(5)),
        new Refusal(TarsServerConfig.class, "maxStreams", 0),
        new Refusal(TarsClientConfig.class, "maxConnections", 0));
  }
}
