package io.mizzen.filter.accesslog;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.telemetry.MetricSpec;

/** Registers the filter {@code accessLog}. */
public final class AccessLogPlugin implements MizzenPlugin {
  static final MetricSpec LOST =
      MetricSpec.counter(
          "access_log_lost_total",
          "Lines of the access log that were dropped, because the target was too slow or failed.",
          "target");

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.metric(LOST);
    registrar.add(ExtensionPoints.STREAM_FILTERS, new AccessLogFactory());
  }
}
