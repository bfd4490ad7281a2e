package io.mizzen.kernel.boot;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command says about the process.
 *
 * @param configs files and folders; empty if {@code text} is given
 * @param text a configuration made by a command itself, or null
 * @param instance the instance folder, or null for the configured one
 * @param home the folder of the distribution, with {@code plugins/} and {@code cache/}
 * @param pluginFolders further plugin folders of the command itself, such as the demo's
 * @param takeOver whether a process that runs in the instance folder is succeeded
 * @param successor the command that starts another process like this one, to take over; empty if
 *     unknown
 */
public record Options(
    List<Path> configs,
    @Nullable String text,
    @Nullable Path instance,
    Path home,
    List<Path> pluginFolders,
    boolean takeOver,
    List<String> successor) {
  public Options {
    configs = List.copyOf(configs);
    pluginFolders = List.copyOf(pluginFolders);
    successor = List.copyOf(successor);
  }

  /** A process that succeeds nobody and that nobody is told how to succeed. */
  public Options(
      List<Path> configs,
      @Nullable String text,
      @Nullable Path instance,
      Path home,
      List<Path> pluginFolders) {
    this(configs, text, instance, home, pluginFolders, false, List.of());
  }

  /** The same, as part of a hot restart. */
  public Options restarting(boolean taking, List<String> command) {
    return new Options(configs, text, instance, home, pluginFolders, taking, command);
  }

  /** The folder relative paths of the configuration start at. */
  Path configFolder() {
    if (configs.isEmpty()) {
      return Path.of("").toAbsolutePath();
    }
    Path first = configs.get(0).toAbsolutePath().normalize();
    Path parent = first.getParent();
    return java.nio.file.Files.isDirectory(first) || parent == null ? first : parent;
  }
}
