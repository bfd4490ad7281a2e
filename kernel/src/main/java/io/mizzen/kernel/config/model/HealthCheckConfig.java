package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Component;
import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import io.mizzen.spi.config.OfKind;
import java.time.Duration;

/** How endpoints are asked for their health. */
public record HealthCheckConfig(
    @Default("tcpCheck") @OfKind("healthCheck") @Doc("How it is asked.") Component check,
    @Default("5s") @Doc("Between two questions to an endpoint.") Duration interval,
    @Default("1s") @Doc("An answer that takes longer is a failure.") Duration timeout,
    @Default("2") @Doc("Good answers in a row after which it is used again.") int rise,
    @Default("3") @Doc("Failures in a row after which it is set aside.") int fall) {
  public HealthCheckConfig {
    if (rise < 1 || fall < 1) {
      throw new IllegalArgumentException("rise and fall must be at least 1");
    }
    if (interval.isZero() || timeout.isZero()) {
      throw new IllegalArgumentException("interval and timeout must be above 0s");
    }
  }
}
