package io.mizzen.kernel.telemetry.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.config.ConfigLoader;
import io.mizzen.kernel.config.ExtensionCatalog;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.Substitutions;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.spi.config.ByteSize;
import io.mizzen.spi.config.ConfigNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogConfigTest {
  @Test
  void bindsWhatYamlSays() {
    LogConfig config =
        bind(
            "{format: json, level: warn, levels: {io.mizzen: debug, x: \"off\"},"
                + " file: {path: a.log, maxSize: 1MiB, every: 24h, keep: 3}}");
    assertEquals(
        new LogConfig(
            LogFormat.JSON,
            LogLevel.WARN,
            Map.of("io.mizzen", LogLevel.DEBUG, "x", LogLevel.OFF),
            LogTarget.STDERR,
            new LogFileConfig("a.log", new ByteSize(1 << 20), Duration.ofHours(24), 3)),
        config);
  }

  @Test
  void hasDefaultsForAll() {
    assertEquals(
        new LogConfig(LogFormat.AUTO, LogLevel.INFO, Map.of(), LogTarget.STDERR, null), bind("{}"));
  }

  @Test
  void refusesNonsenseWithItsPlace() {
    Loaded<RootConfig> loaded = load("{file: {path: a.log, keep: 0}}");
    node(loaded).bind(LogConfig.class);
    assertFalse(loaded.finish());
    assertTrue(loaded.report().contains("keep must be from 1 to 100, got 0"), loaded.report());
  }

  private static LogConfig bind(String log) {
    Loaded<RootConfig> loaded = load(log);
    LogConfig config = node(loaded).bind(LogConfig.class);
    assertTrue(loaded.finish(), loaded.report());
    assertNotNull(config);
    return config;
  }

  private static ConfigNode node(Loaded<RootConfig> loaded) {
    RootConfig root = loaded.value();
    assertNotNull(root, loaded.report());
    ConfigNode node = root.telemetry().log();
    assertNotNull(node);
    return node;
  }

  private static Loaded<RootConfig> load(String log) {
    ConfigLoader loader =
        new ConfigLoader(
            ExtensionCatalog.empty(), Substitutions.of(name -> null, Path.of("").toAbsolutePath()));
    return loader.load(
        RootConfig.class, "version: 1\ntelemetry:\n  log: " + log + "\n", "mizzen.yaml");
  }
}
