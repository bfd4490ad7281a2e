package io.mizzen.kernel.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The installed plugins as their files tell: for {@code mizzen plugin list} and catalogues. No
 * class of a plugin is loaded.
 *
 * @param plugins all that could be read, by id
 * @param problems what is wrong with the folders, as far as files tell
 */
public record PluginInventory(List<Installed> plugins, PluginProblems problems) {
  /**
   * An installed plugin.
   *
   * @param manifest its manifest
   * @param origin whose it is
   * @param from the file or folder as the user knows it
   * @param jar the jar with its own classes
   * @param description its description, or null if its build wrote none
   */
  public record Installed(
      PluginManifest manifest,
      PluginSource.Origin origin,
      String from,
      Path jar,
      @Nullable PluginDescription description) {

    /** The components it describes; empty without a description. */
    public List<PluginDescription.Component> components() {
      return description == null ? List.of() : description.components();
    }

    /**
     * The SHA-256 of its jar in hexadecimal.
     *
     * @throws IOException if the jar cannot be read any more
     */
    public String sha256() throws IOException {
      return LoadedPlugin.sha256(jar);
    }
  }

  /** Reads the folders. */
  public static PluginInventory read(PluginSettings settings) {
    PluginProblems problems = new PluginProblems();
    List<PluginFile> files = PluginSearch.read(settings, problems);
    new PluginRules(problems, settings.deny()).sound(files);
    List<Installed> installed = new ArrayList<>();
    for (PluginFile file : files) {
      installed.add(
          new Installed(
              file.manifest(), file.origin(), file.shown(), file.jar(), describe(file, problems)));
    }
    installed.sort(Comparator.comparing(plugin -> plugin.manifest().id()));
    return new PluginInventory(List.copyOf(installed), problems);
  }

  static @Nullable PluginDescription describe(PluginFile file, PluginProblems problems) {
    try {
      return PluginDescription.read(file.jar());
    } catch (IOException e) {
      problems.error("MZ3011", file.shown(), String.valueOf(e.getMessage()), "build it again");
      return null;
    }
  }
}
