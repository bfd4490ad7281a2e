package io.mizzen.kernel.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads all folders that plugins may be in. */
final class PluginSearch {
  private PluginSearch() {}

  static List<PluginFile> read(PluginSettings settings, PluginProblems problems) {
    PluginFolder reader = new PluginFolder(problems, settings.deny());
    Set<Path> seen = new HashSet<>();
    List<PluginFile> found = new ArrayList<>();
    Set<String> labels = new HashSet<>();
    for (PluginSource source : settings.sources()) {
      // plugins.dirs may well name the distribution's own folder.
      if (seen.add(realPath(source.folder()))) {
        found.addAll(reader.read(labels.add(source.label()) ? source : relabelled(source)));
      }
    }
    for (String id : reader.deniedButMissing()) {
      problems.warning(
          "MZ3014", "plugins.deny", "'" + id + "' is not installed", "remove it from plugins.deny");
    }
    return found;
  }

  /** Two folders may both be called plugins; in messages they must differ. */
  private static PluginSource relabelled(PluginSource source) {
    String label = source.folder().toAbsolutePath().normalize().toString();
    return new PluginSource(source.folder(), label, source.origin());
  }

  private static Path realPath(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      // A missing folder is told by whoever reads it.
      return folder.toAbsolutePath().normalize();
    }
  }
}
