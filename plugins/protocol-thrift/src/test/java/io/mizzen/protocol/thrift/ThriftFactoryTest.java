package io.mizzen.protocol.thrift;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class ThriftFactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new ThriftPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(ThriftServerConfig.class, "maxFrame", new ByteSize(5)),
        new Refusal(ThriftServerConfig.class, "maxStreams", 0),
        new Refusal(ThriftClientConfig.class, "maxConnections", 0));
  }
}
