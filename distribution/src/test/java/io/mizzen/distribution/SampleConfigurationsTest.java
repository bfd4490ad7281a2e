package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are given to begin with is valid with what they are given. */
final class SampleConfigurationsTest {
  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));
  private static final Path DEMO = HOME.resolveSibling("demo");

  @TempDir Path folder;

  private void check(Path config, List<Path> plugins) throws Refusal {
    Setup setup =
        Setup.of(new Options(List.of(config), null, folder.resolve("run"), HOME, plugins));
    Loaded<RootConfig> loaded = setup.load();
    assertNotNull(setup.check(loaded), loaded::report);
    assertTrue(loaded.problems().all().isEmpty(), loaded::report);
  }

  @Test
  void theShippedOneIsValid() throws Refusal {
    check(HOME.resolve("conf/mizzen.yaml"), List.of());
  }

  @Test
  void theDemonstrationIsValid() throws Refusal {
    check(DEMO.resolve("mizzen.yaml"), List.of(DEMO.resolve("plugins")));
  }
}
