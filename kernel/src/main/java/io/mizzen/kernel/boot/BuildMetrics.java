package io.mizzen.kernel.boot;

import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.telemetry.KernelMetrics;
import io.mizzen.kernel.telemetry.MetricsScope;
import java.nio.file.Path;

/** What this process is made of, as metrics: none of it changes while it runs. */
final class BuildMetrics {
  private BuildMetrics() {}

  /**
   * Adds them.
   *
   * @param home of the distribution
   */
  static void tell(MetricsScope metrics, Path home, PluginSet plugins) {
    metrics.gauge(
        KernelMetrics.BUILD_INFO.name(), () -> 1, Versions.KERNEL, Versions.distribution(home));
    plugins
        .plugins()
        .forEach(
            plugin ->
                metrics.gauge(
                    KernelMetrics.PLUGIN_INFO.name(),
                    () -> 1,
                    plugin.id(),
                    plugin.version(),
                    plugin.requires()));
  }
}
