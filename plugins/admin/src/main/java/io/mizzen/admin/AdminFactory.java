package io.mizzen.admin;

import io.mizzen.spi.Host;
import io.mizzen.spi.operate.Service;
import io.mizzen.spi.operate.ServiceFactory;

/** Makes the admin API. */
final class AdminFactory implements ServiceFactory<AdminConfig> {
  @Override
  public String type() {
    return "admin";
  }

  @Override
  public String summary() {
    return "The admin API over a unix socket and, if configured, over loopback HTTP.";
  }

  @Override
  public Class<AdminConfig> configType() {
    return AdminConfig.class;
  }

  /** Always: without its socket nobody could ask the process anything. */
  @Override
  public Presence presence() {
    return Presence.ALWAYS;
  }

  @Override
  public Service create(AdminConfig config, Host host) {
    return new AdminServer(config, host);
  }
}
