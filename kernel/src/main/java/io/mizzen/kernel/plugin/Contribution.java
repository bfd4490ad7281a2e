package io.mizzen.kernel.plugin;

import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.List;

/**
 * All that one plugin registers, in order of registration.
 *
 * @param points the extension points it opens
 * @param registrations its factories
 * @param whys its words for how streams end
 * @param metrics the metrics it declares
 */
record Contribution(
    List<ExtensionPoint<?>> points,
    List<Registration<?>> registrations,
    List<Why> whys,
    List<MetricSpec> metrics) {
  Contribution {
    points = List.copyOf(points);
    registrations = List.copyOf(registrations);
    whys = List.copyOf(whys);
    metrics = List.copyOf(metrics);
  }

  boolean isEmpty() {
    return points.isEmpty() && registrations.isEmpty() && whys.isEmpty();
  }
}
