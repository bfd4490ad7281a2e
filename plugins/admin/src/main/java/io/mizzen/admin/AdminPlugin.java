package io.mizzen.admin;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.telemetry.MetricSpec;

/** Registers the service {@code admin}. */
public final class AdminPlugin implements MizzenPlugin {
  static final MetricSpec REQUESTS =
      MetricSpec.counter(
          "admin_requests_total",
          "Requests to the admin API by door (socket, http, probes) and class of the answer (2xx, 4xx).",
          "door",
          "code");

  @Override
  public void register(ExtensionRegistrar registrar) {
    registrar.metric(REQUESTS);
    registrar.add(ExtensionPoints.SERVICES, new AdminFactory());
  }
}
