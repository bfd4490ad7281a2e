package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import java.nio.file.Path;

/** Where the configuration of this process comes from. Any thread; may read files. */
public interface ConfigSource {
  /** Reads it as it stands now. */
  Loaded<RootConfig> load();

  /**
   * Reads one that somebody sent.
   *
   * @param trust whose text it is
   */
  Loaded<RootConfig> loadText(String text, Trust trust);

  /** The folder its relative paths start at. */
  Path configFolder();
}
