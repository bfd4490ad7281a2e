package ${package};

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.telemetry.MetricSpec;

/** Names what this plugin offers. */
public final class ${className}Plugin implements MizzenPlugin {
  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.metric(
        MetricSpec.counter(
            ${className}Limiter.DECISIONS, "Streams that ${type} was asked about.", "decision"));
    registrar.add(ExtensionPoints.LIMITERS, new ${className}Factory());
  }
}
