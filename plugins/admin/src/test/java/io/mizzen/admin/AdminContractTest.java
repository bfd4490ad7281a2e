package io.mizzen.admin;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.HostPort;
import io.mizzen.testkit.FactoryContract;
import java.util.List;

class AdminContractTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new AdminPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(AdminConfig.class, "socket", " "),
        new Refusal(AdminConfig.class, "probes", HostPort.parse("unix:/run/probes")),
        new Refusal(AdminConfig.HttpConfig.class, "bind", HostPort.parse("0.0.0.0:9901")),
        new Refusal(AdminConfig.HttpConfig.class, "bind", HostPort.parse("127.0.0.1.evil:80")));
  }
}
