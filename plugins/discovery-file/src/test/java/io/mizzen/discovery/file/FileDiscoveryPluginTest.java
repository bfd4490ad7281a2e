package io.mizzen.discovery.file;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class FileDiscoveryPluginTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new FileDiscoveryPlugin();
  }

  @Override
  protected Map<String, ?> required(Class<? extends Record> type) {
    return Map.of("path", "endpoints.yaml");
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(FileDiscoveryConfig.class, "path", " "),
        new Refusal(FileDiscoveryConfig.class, "poll", Duration.ofMillis(9)));
  }
}
