package io.mizzen.protocol.dubbothrift;

import io.mizzen.lib.thrift.ThriftServerConfig;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class DubboThriftFactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new DubboThriftPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return usualRefusals(ThriftServerConfig.class, DubboThriftClientConfig.class);
  }
}
