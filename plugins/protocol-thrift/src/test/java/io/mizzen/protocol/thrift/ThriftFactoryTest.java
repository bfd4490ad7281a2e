package io.mizzen.protocol.thrift;

import io.mizzen.lib.thrift.ThriftServerConfig;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class ThriftFactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new ThriftPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return usualRefusals(ThriftServerConfig.class, ThriftClientConfig.class);
  }
}
