package io.mizzen.kernel.config.model;

import io.mizzen.spi.config.Default;
import io.mizzen.spi.config.Doc;
import java.util.List;

/** Where plugins are. */
public record PluginsConfig(
    @Doc("Folders with plugin jars besides the distribution's own; relative to this file.")
        List<String> dirs,
    @Doc("Ids of installed plugins that are not loaded.") List<String> deny,
    @Default("fail") @Doc("What to do when a plugin is broken.") OnLoadError onLoadError) {

  /** What to do when a plugin is broken. */
  public enum OnLoadError {
    @Doc("Refuse to start.")
    FAIL,
    @Doc("Start without it; readiness tells so.")
    SKIP
  }
}
