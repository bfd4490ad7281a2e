package io.mizzen.discovery.dns;

import io.mizzen.discovery.dns.DnsDiscovery.Mode;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;

/** Registers {@code strictDns} and {@code logicalDns}. */
public final class DnsDiscoveryPlugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    // The one thing both factories share; without clusters it is empty.
    SharedLoop loop = new SharedLoop();
    registrar.add(ExtensionPoints.DISCOVERY, new DnsDiscoveryFactory(Mode.STRICT, loop));
    registrar.add(ExtensionPoints.DISCOVERY, new DnsDiscoveryFactory(Mode.LOGICAL, loop));
  }
}
