package io.mizzen.discovery.dns;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.config.HostPort;
import io.mizzen.testkit.FactoryContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class DnsDiscoveryPluginTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new DnsDiscoveryPlugin();
  }

  @Override
  protected Map<String, ?> required(Class<? extends Record> type) {
    return Map.of("host", "orders.example", "port", 80);
  }

  @Override
  protected List<Refusal> refusals() {
    Class<DnsDiscoveryConfig> type = DnsDiscoveryConfig.class;
    return List.of(
        new Refusal(type, "host", " "),
        new Refusal(type, "port", 0),
        new Refusal(type, "refresh", Duration.ofMillis(999)),
        new Refusal(type, "timeout", Duration.ZERO),
        new Refusal(type, "nameServers", List.of(HostPort.parse("dns.example:53"))),
        new Refusal(type, "nameServers", List.of(HostPort.parse("unix:/x"))));
  }
}
