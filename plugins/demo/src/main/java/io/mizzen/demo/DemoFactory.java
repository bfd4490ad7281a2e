package io.mizzen.demo;

import io.mizzen.spi.Host;
import io.mizzen.spi.operate.Service;
import io.mizzen.spi.operate.ServiceFactory;

/** Makes the service {@code demo}. */
final class DemoFactory implements ServiceFactory<DemoConfig> {
  @Override
  public String type() {
    return "demo";
  }

  @Override
  public String summary() {
    return "Echo services in this process, a little traffic, and a line that shows it.";
  }

  @Override
  public Stability stability() {
    return Stability.DEVELOPMENT;
  }

  @Override
  public Class<DemoConfig> configType() {
    return DemoConfig.class;
  }

  @Override
  public Service create(DemoConfig config, Host host) {
    return new DemoService(config, host.operations());
  }
}
