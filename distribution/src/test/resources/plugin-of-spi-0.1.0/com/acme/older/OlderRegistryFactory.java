package com.acme.older;

import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.DiscoveryFactory;

/** The discovery {@code olderRegistry}. */
final class OlderRegistryFactory implements DiscoveryFactory<OlderRegistryConfig> {
  @Override
  public String type() {
    return "olderRegistry";
  }

  @Override
  public String summary() {
    return "Asks a registry again and again.";
  }

  @Override
  public Stability stability() {
    return Stability.DEVELOPMENT;
  }

  @Override
  public Class<OlderRegistryConfig> configType() {
    return OlderRegistryConfig.class;
  }

  @Override
  public Discovery create(OlderRegistryConfig config, Host host) {
    return new OlderRegistryDiscovery(config, host.background());
  }
}
