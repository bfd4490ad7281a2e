package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mizzen.kernel.operate.KernelPlugin;
import io.mizzen.kernel.plugin.LoadedPlugin;
import io.mizzen.kernel.plugin.PluginLoading;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import io.mizzen.kernel.telemetry.MetricReference;
import io.mizzen.kernel.telemetry.ProcessMetrics;
import io.mizzen.spi.telemetry.MetricSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference page of metrics says what the kernel and the shipped plugins declare. */
final class MetricPageTest {
  private static final Path PAGE = Path.of("../docs/reference/metrics.md");
  private static final Path PLUGINS = Path.of(System.getProperty("mizzen.home")).resolve("plugins");

  @TempDir Path cache;

  @Test
  void isUpToDate() throws IOException {
    PluginSet set =
        PluginLoading.load(
            new PluginSettings(List.of(PluginSource.bundled(PLUGINS)), Set.of(), List.of(cache)),
            List.of(new KernelPlugin()));
    Map<String, List<MetricSpec>> sections = new LinkedHashMap<>();
    sections.put("Kernel", set.metrics("kernel"));
    sections.put("Process and JVM", ProcessMetrics.ALL);
    for (LoadedPlugin plugin : set.plugins()) {
      sections.put("Plugin " + plugin.id(), set.metrics(plugin.id()));
    }
    String page = MetricReference.markdown(sections);
    if (System.getProperty("mizzen.docs.update") != null) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertEquals(
        page, Files.readString(PAGE), "write it anew with -Dmizzen.docs.update, and look at it");
  }
}
