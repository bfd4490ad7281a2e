package io.mizzen.inspector.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.inspector.tls.TlsInspectorConfig.WhenSilent;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.FactoryContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TlsInspectorPluginTest extends FactoryContract {
  @Override
  protected MizzenPlugin plugin() {
    return new TlsInspectorPlugin();
  }

  @Override
  protected List<Refusal> refusals() {
    return List.of(new Refusal(TlsInspectorConfig.class, "timeout", Duration.ZERO));
  }

  @Test
  void onlyThoseThatActOnSilenceSetATimeForIt() {
    for (WhenSilent whenSilent : WhenSilent.values()) {
      var source =
          new TlsInspectorFactory()
              .create(new TlsInspectorConfig(Duration.ofMillis(300), whenSilent), null);
      assertEquals(300, source.timeoutMillis());
      assertEquals(whenSilent == WhenSilent.WAIT ? 0 : 300, source.silenceMillis());
    }
  }
}
