package io.mizzen.kernel.plugin;

import java.nio.file.Path;

/**
 * A folder with plugins.
 *
 * @param folder where it is
 * @param label how the user knows it, for messages: {@code plugins}
 * @param origin whose plugins these are
 */
public record PluginSource(Path folder, String label, Origin origin) {
  /** Whose plugins are in a folder. */
  public enum Origin {
    /** The distribution's own. */
    BUNDLED,
    /** Added by the user, {@code plugins.dirs}. */
    ADDED
  }

  /** The distribution's own plugins; the folder may be missing. */
  public static PluginSource bundled(Path folder) {
    return new PluginSource(folder, String.valueOf(folder.getFileName()), Origin.BUNDLED);
  }

  /** A folder of {@code plugins.dirs}. */
  public static PluginSource added(Path folder, String label) {
    return new PluginSource(folder, label, Origin.ADDED);
  }
}
