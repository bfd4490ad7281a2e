package io.mizzen.filter.transcoder;

import io.mizzen.filter.transcoder.TranscoderConfig.RouteRule;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.util.List;
import java.util.Map;

class TranscoderContractTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new TranscoderPlugin();
  }

  @Override
  protected Map<String, ?> required(Class<? extends Record> type) {
    return type == RouteRule.class
        ? Map.of("protocol", "dubbo")
        : Map.of("routes", Map.of("r", Echo.rule()));
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(TranscoderConfig.class, "routes", Map.of()),
        new Refusal(TranscoderConfig.class, "maxDepth", 0),
        new Refusal(TranscoderConfig.class, "maxDepth", 65),
        new Refusal(RouteRule.class, "classes", List.of("a b")),
        new Refusal(RouteRule.class, "prefix", "rpc"),
        new Refusal(RouteRule.class, "service", "a/b"));
  }
}
