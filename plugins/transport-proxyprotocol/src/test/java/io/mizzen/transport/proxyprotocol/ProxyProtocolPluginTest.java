package io.mizzen.transport.proxyprotocol;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ProxyProtocolPluginTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new ProxyProtocolPlugin();
  }

  @Override
  protected Map<String, ?> required(Class<? extends Record> type) {
    return type == ProxyProtocolInspectorConfig.class
        ? Map.of("trusted", List.of("127.0.0.0/8"))
        : Map.of();
  }

  @Override
  protected List<Refusal> refusals() {
    Class<ProxyProtocolInspectorConfig> type = ProxyProtocolInspectorConfig.class;
    return List.of(
        new Refusal(type, "trusted", List.of()),
        new Refusal(type, "trusted", List.of("10.0.0.0/33")),
        new Refusal(type, "trusted", List.of("10.0.0.0/")),
        new Refusal(type, "trusted", List.of("10.0.0/8")),
        new Refusal(type, "trusted", List.of("localhost")),
        new Refusal(type, "trusted", List.of("[::1]")),
        new Refusal(type, "trusted", List.of("fe80::1%eth0/64")),
        new Refusal(type, "timeout", Duration.ZERO));
  }
}
