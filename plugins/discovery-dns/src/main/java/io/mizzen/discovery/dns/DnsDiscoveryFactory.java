package io.mizzen.discovery.dns;

import io.mizzen.discovery.dns.DnsDiscovery.Mode;
import io.mizzen.spi.Host;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.DiscoveryFactory;

/** Makes {@code strictDns} or {@code logicalDns}. */
final class DnsDiscoveryFactory implements DiscoveryFactory<DnsDiscoveryConfig> {
  private final Mode mode;
  private final SharedLoop loop;

  DnsDiscoveryFactory(Mode mode, SharedLoop loop) {
    this.mode = mode;
    this.loop = loop;
  }

  @Override
  public String type() {
    return switch (mode) {
      case STRICT -> "strictDns";
      case LOGICAL -> "logicalDns";
    };
  }

  @Override
  public String summary() {
    return switch (mode) {
      case STRICT -> "All addresses of a DNS name are endpoints.";
      case LOGICAL -> "One address of a DNS name at a time is the endpoint.";
    };
  }

  @Override
  public Stability stability() {
    return Stability.ALPHA;
  }

  @Override
  public Class<DnsDiscoveryConfig> configType() {
    return DnsDiscoveryConfig.class;
  }

  @Override
  public Discovery create(DnsDiscoveryConfig config, Host host) {
    return new DnsDiscovery(config, mode, () -> new NettyLookup(config, loop.acquire()), loop);
  }
}
