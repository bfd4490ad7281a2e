package io.mizzen.kernel.plugin;

import io.mizzen.kernel.plugin.PluginFile.NestedLibrary;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the folders plugins are in. Every file there is a plugin, a {@code README*} or hidden;
 * anything else is a mistake of whoever put it there, and is told.
 */
final class PluginFolder {
  private final PluginProblems problems;
  private final Set<String> denied;
  private final Set<String> deniedFound = new HashSet<>();

  /**
   * @param denied ids that are left out; nothing but their id is looked at
   */
  PluginFolder(PluginProblems problems, Set<String> denied) {
    this.problems = problems;
    this.denied = denied;
  }

  /** The plugins of a folder by file name, also those that have problems of their own. */
  List<PluginFile> read(PluginSource source) {
    List<PluginFile> plugins = new ArrayList<>();
    if (!Files.isDirectory(source.folder())) {
      if (source.origin() == PluginSource.Origin.ADDED) {
        problems.error(
            "MZ3012",
            source.label(),
            "plugins.dirs names a folder that does not exist: " + source.folder(),
            "create it, or remove it from plugins.dirs");
      }
      return plugins;
    }
    try {
      for (Path path : sorted(source.folder(), "*")) {
        PluginFile plugin = readEntry(path, source);
        if (plugin != null) {
          plugins.add(plugin);
        }
      }
    } catch (IOException e) {
      problems.error("MZ3012", source.label(), "cannot be read: " + reason(e), null);
    }
    return plugins;
  }

  /** Denied ids that no folder has; asked after all folders are read. */
  List<String> deniedButMissing() {
    return denied.stream().filter(id -> !deniedFound.contains(id)).sorted().toList();
  }

  /** One plugin, wherever it is; null after telling why it is none. */
  @Nullable PluginFile readOne(Path path) {
    try {
      if (Files.exists(path)) {
        return read(path, path.toString(), PluginSource.added(path, path.toString()));
      }
      problems.error("MZ3001", path.toString(), "does not exist", null);
    } catch (IOException e) {
      problems.error("MZ3001", path.toString(), "cannot be read: " + reason(e), null);
    }
    return null;
  }

  private @Nullable PluginFile readEntry(Path path, PluginSource source) throws IOException {
    String name = path.getFileName().toString();
    if (name.startsWith(".") || name.startsWith("README")) {
      return null;
    }
    return read(path, source.label() + "/" + name, source);
  }

  private @Nullable PluginFile read(Path path, String shown, PluginSource source)
      throws IOException {
    String name = path.getFileName().toString();
    if (Files.isDirectory(path)) {
      return readFolder(path, shown, source);
    }
    if (name.toLowerCase(Locale.ROOT).endsWith(".jar") && Files.isRegularFile(path)) {
      return readJar(path, shown, source, path, List.of());
    }
    problems.error(
        "MZ3001",
        shown,
        "not a plugin: only plugin jars, README files and hidden files may be here",
        "move it elsewhere, or prefix its name with '.'");
    return null;
  }

  /** {@code plugins/<id>/}: one jar with the plugin's classes, its libraries in {@code lib/}. */
  private @Nullable PluginFile readFolder(Path folder, String shown, PluginSource source)
      throws IOException {
    List<Path> jars = sorted(folder, "*.jar");
    if (jars.size() != 1) {
      problems.error(
          "MZ3001",
          shown,
          "not a plugin: a plugin folder has exactly one jar, this has " + jars.size(),
          "the plugin's own jar stands in the folder, its libraries in lib/");
      return null;
    }
    Path lib = folder.resolve("lib");
    List<Path> libraries = Files.isDirectory(lib) ? sorted(lib, "*.jar") : List.of();
    return readJar(folder, shown, source, jars.get(0), libraries);
  }

  private @Nullable PluginFile readJar(
      Path path, String shown, PluginSource source, Path jar, List<Path> libraries) {
    JarExamination found;
    try {
      found = JarExamination.of(jar);
    } catch (IOException e) {
      problems.error(
          "MZ3001",
          shown,
          "not a readable jar: " + reason(e),
          "copy it again; compare its checksum with the one it was published with");
      return null;
    }
    String id = String.valueOf(found.manifest().getValue("Plugin-Id")).strip();
    if (denied.contains(id)) {
      deniedFound.add(id);
      return null;
    }
    PluginManifest manifest = PluginManifest.read(found.manifest(), shown, problems);
    if (manifest == null) {
      return null;
    }
    checkClasses(found, shown);
    return new PluginFile(
        path,
        shown,
        source.origin(),
        jar,
        manifest,
        entryClass(found.services(), shown),
        missing(found.nested(), libraries),
        libraries);
  }

  private void checkClasses(JarExamination found, String shown) {
    if (found.spiClass() != null) {
      problems.error(
          "MZ3004",
          shown,
          "the jar contains " + found.spiClass(),
          "the kernel's copy is always used; give mizzen-spi the scope 'provided' in the pom");
    }
    JarExamination.TooNew tooNew = found.tooNew();
    if (tooNew != null) {
      problems.error(
          "MZ3005",
          shown,
          tooNew.className()
              + " needs Java "
              + tooNew.release()
              + ", this is Java "
              + Runtime.version().feature(),
          "run Mizzen with a newer Java, or build the plugin with --release "
              + Runtime.version().feature());
    }
  }

  private String entryClass(List<String> services, String shown) {
    if (services.size() == 1) {
      return services.get(0);
    }
    problems.error(
        "MZ3001",
        shown,
        services.isEmpty()
            ? "names no class in " + JarExamination.SERVICE_FILE
            : JarExamination.SERVICE_FILE + " names " + services.size() + " classes, must be one",
        "one line with the class that implements MizzenPlugin");
    return "";
  }

  /** The libraries that were not unpacked ahead; an unpacked one has the same name and size. */
  private static List<NestedLibrary> missing(List<NestedLibrary> nested, List<Path> libraries) {
    return nested.stream()
        .filter(
            library ->
                libraries.stream()
                    .noneMatch(
                        file ->
                            file.getFileName().toString().equals(library.name())
                                && file.toFile().length() == library.size()))
        .toList();
  }

  private static List<Path> sorted(Path folder, String glob) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(paths::add);
    }
    paths.sort(null);
    return paths;
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
