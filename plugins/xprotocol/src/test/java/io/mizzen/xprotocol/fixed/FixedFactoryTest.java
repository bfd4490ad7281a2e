package io.mizzen.xprotocol.fixed;

import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import io.mizzen.xprotocol.XprotocolPlugin;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FixedFactoryTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new XprotocolPlugin();
  }

  @Override
  protected Map<String, ?> required(Class<? extends Record> type) {
    if (type == LayoutConfig.class) {
      return Map.of("name", "x", "headerLength", 12, "length", new NumberField(8, 4, 12));
    }
    if (type == KindField.class) {
      return Map.of("at", 2, "request", "01", "response", "81");
    }
    return type == NumberField.class ? Map.of("at", 0) : Map.of("layout", Acme.LAYOUT);
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(
        new Refusal(NumberField.class, "at", -1),
        new Refusal(NumberField.class, "bytes", 3),
        new Refusal(KindField.class, "at", -1),
        new Refusal(KindField.class, "request", "xy"),
        new Refusal(KindField.class, "request", ""),
        new Refusal(KindField.class, "response", ""),
        new Refusal(KindField.class, "response", "01"),
        new Refusal(KindField.class, "oneWay", "0102"),
        new Refusal(KindField.class, "mask", "7f"),
        new Refusal(KindField.class, "heartbeat", "03"),
        new Refusal(LayoutConfig.class, "name", ""),
        new Refusal(LayoutConfig.class, "headerLength", 0),
        new Refusal(LayoutConfig.class, "headerLength", 11),
        new Refusal(LayoutConfig.class, "magic", "caf"),
        new Refusal(LayoutConfig.class, "length", new NumberField(10, 4, 0)),
        new Refusal(LayoutConfig.class, "id", new NumberField(7, 2, 0)),
        new Refusal(LayoutConfig.class, "kind", new KindField(12, "", "01", "02", "", "", "", "")),
        new Refusal(LayoutConfig.class, "heartbeat", "00"),
        new Refusal(LayoutConfig.class, "heartbeat", "00".repeat(12)),
        new Refusal(LayoutConfig.class, "failure", "00".repeat(257)),
        new Refusal(FixedServerConfig.class, "maxStreams", 0),
        new Refusal(FixedClientConfig.class, "maxConnections", 0));
  }

  @TestFactory
  Stream<DynamicTest> layoutsThatMakeSenseAreTaken() {
    return Stream.of(Acme.LAYOUT, Acme.PLAIN)
        .map(layout -> DynamicTest.dynamicTest(layout.name(), () -> new FixedFormat(layout)));
  }
}
