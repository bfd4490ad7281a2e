package io.mizzen.kernel.plugin;

import io.mizzen.spi.MizzenPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one plugin as closely as possible: {@code mizzen plugin verify JAR}. All that loading
 * checks, also what is inside its libraries, and whether its description says what its code does.
 *
 * @param plugin the plugin if it can be loaded, else null
 * @param problems everything found
 */
public record PluginVerification(@Nullable LoadedPlugin plugin, PluginProblems problems) {
  /**
   * Verifies a plugin.
   *
   * @param jar the jar, or a plugin folder
   * @param installed where the base plugins are that it stands on
   * @param kernel what the kernel registers itself
   */
  public static PluginVerification of(
      Path jar, PluginSettings installed, List<? extends MizzenPlugin> kernel) {
    PluginProblems problems = new PluginProblems();
    PluginFile file = new PluginFolder(problems, Set.of()).readOne(jar);
    if (file == null) {
      return new PluginVerification(null, problems);
    }
    List<PluginFile> files = new ArrayList<>(bases(file, installed));
    files.add(file);
    PluginSet set = PluginLoading.loadFiles(installed, files, kernel, problems);
    LoadedPlugin plugin = set.plugin(file.id());
    new PluginVerifier(file, problems).verify(plugin == null ? null : set.contribution(file.id()));
    return new PluginVerification(plugin, problems);
  }

  /** Only what it names: an unrelated broken plugin is not its fault. */
  private static List<PluginFile> bases(PluginFile file, PluginSettings installed) {
    return PluginSearch.read(installed, new PluginProblems()).stream()
        .filter(
            other ->
                !other.id().equals(file.id())
                    && file.manifest().dependencies().stream()
                        .anyMatch(dependency -> dependency.id().equals(other.id())))
        .toList();
  }

  /** The checks that take too long for a start. */
  private record PluginVerifier(PluginFile file, PluginProblems problems) {
    void verify(@Nullable Contribution code) {
      try (ZipFile zip = new ZipFile(file.jar().toFile())) {
        bundledPackages(zip);
        ownClasses(zip);
        for (PluginFile.NestedLibrary library : file.nested()) {
          library(zip, library);
        }
        // Class files of a newer Java may have what the scan does not know.
        if (!problems.breaks(file.shown())) {
          new AccessCheck(file, problems).check(zip, code == null ? List.of() : code.metrics());
        }
      } catch (IOException e) {
        problems.error("MZ3001", file.shown(), "not a readable jar: " + e.getMessage(), null);
      }
      if (code != null) {
        description(code);
      }
    }

    private void bundledPackages(ZipFile zip) {
      Set<String> bundled = new TreeSet<>();
      zip.stream().map(ZipEntry::getName).forEach(name -> addShared(name, bundled));
      tellShared(file.jar().getFileName().toString(), bundled);
    }

    /** Also if the manifest says by which Java they were built. */
    private void ownClasses(ZipFile zip) throws IOException {
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = zip.getInputStream(entry)) {
            tellTooNew("", JarExamination.tooNew(entry.getName(), in));
          }
        }
      }
    }

    private void tellTooNew(String where, JarExamination.@Nullable TooNew tooNew) {
      if (tooNew != null && !problems.breaks(file.shown())) {
        problems.error(
            "MZ3005",
            file.shown(),
            where + tooNew.className() + " needs Java " + tooNew.release(),
            "build it, or take a version of the library, for Java " + Runtime.version().feature());
      }
    }

    private void library(ZipFile zip, PluginFile.NestedLibrary library) throws IOException {
      Set<String> bundled = new TreeSet<>();
      JarExamination.TooNew tooNew = null;
      try (InputStream in = zip.getInputStream(zip.getEntry(library.entry()));
          ZipInputStream entries = new ZipInputStream(in)) {
        for (ZipEntry entry = entries.getNextEntry();
            entry != null;
            entry = entries.getNextEntry()) {
          addShared(entry.getName(), bundled);
          if (tooNew == null && entry.getName().endsWith(".class")) {
            tooNew = JarExamination.tooNew(entry.getName(), entries);
          }
        }
      }
      tellShared(library.entry(), bundled);
      tellTooNew(library.entry() + ": ", tooNew);
    }

    private static void addShared(String entry, Set<String> bundled) {
      int slash = entry.lastIndexOf('/');
      if (slash > 0 && entry.endsWith(".class")) {
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        if (SharedPackages.covers(name) && !name.startsWith("io.mizzen.spi.")) {
          bundled.add(entry.substring(0, slash).replace('/', '.'));
        }
      }
    }

    private void tellShared(String where, Set<String> bundled) {
      if (!bundled.isEmpty()) {
        problems.warning(
            "MZ3015",
            file.shown(),
            where
                + " contains packages that always come from the kernel: "
                + String.join(", ", bundled),
            "they are dead weight; give that dependency the scope 'provided'");
      }
    }

    private void description(Contribution code) {
      PluginDescription written = PluginInventory.describe(file, problems);
      if (written == null) {
        if (!problems.breaks(file.shown())) {
          problems.warning(
              "MZ3011",
              file.shown(),
              "has no " + PluginDescription.ENTRY + ", so catalogues cannot show it",
              "let the plugin's build run " + DescribePlugin.class.getName());
        }
        return;
      }
      PluginDescription real = PluginDescription.of(file.manifest(), file.entryClass(), code);
      try {
        // Through the text, as numbers are of other types before and after it.
        Map<String, Object> tree = PluginDescription.parse(real.json()).tree();
        for (String difference : TreeDifference.between(written.tree(), tree)) {
          problems.error("MZ3011", file.shown(), difference, "build the plugin again");
        }
      } catch (IOException e) {
        throw new IllegalStateException("the description of " + file.id() + " reads back", e);
      }
    }
  }
}
