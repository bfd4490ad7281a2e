package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.operate.KernelPlugin;
import io.mizzen.kernel.plugin.LoadedPlugin;
import io.mizzen.kernel.plugin.PluginCatalog;
import io.mizzen.kernel.plugin.PluginDescription;
import io.mizzen.kernel.plugin.PluginInventory;
import io.mizzen.kernel.plugin.PluginLoading;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import io.mizzen.kernel.plugin.PluginVerification;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugins of the assembled folder, each behind its wall. */
final class ShippedPluginsTest {
  private static final Path PLUGINS = Path.of(System.getProperty("mizzen.home")).resolve("plugins");

  @TempDir Path cache;
  private PluginSettings settings;

  @BeforeEach
  void readTheAssembledFolder() {
    settings = new PluginSettings(List.of(PluginSource.bundled(PLUGINS)), Set.of(), List.of(cache));
  }

  @Test
  void allLoadTogether() {
    PluginSet set = PluginLoading.load(settings, List.of(new KernelPlugin()));
    assertTrue(set.problems().isEmpty(), set.problems().print());
    assertFalse(set.plugins().isEmpty());
    for (LoadedPlugin plugin : set.plugins()) {
      assertFalse(plugin.provides().isEmpty(), plugin.id());
    }
  }

  @Test
  void eachDescribesWhatItsCodeDoes() {
    for (PluginInventory.Installed installed : PluginInventory.read(settings).plugins()) {
      PluginVerification verification =
          PluginVerification.of(installed.jar(), settings, List.of(new KernelPlugin()));
      assertTrue(verification.problems().isEmpty(), verification.problems().print());
    }
  }

  @Test
  void theKernelKnowsWhichPluginHasAType() {
    PluginSettings none = new PluginSettings(List.of(), Set.of(), List.of(cache));
    PluginCatalog empty = new PluginCatalog(PluginLoading.load(none, List.of()));
    Set<String> wrong = new TreeSet<>();
    for (PluginInventory.Installed installed : PluginInventory.read(settings).plugins()) {
      for (PluginDescription.Component component : installed.components()) {
        String known = empty.knownElsewhere(component.kind(), component.type());
        if (!installed.manifest().id().equals(known)) {
          wrong.add(component.kind() + "." + component.type() + "=" + installed.manifest().id());
        }
      }
    }
    assertEquals(Set.of(), wrong, "write them into known-plugins.properties");
  }
}
