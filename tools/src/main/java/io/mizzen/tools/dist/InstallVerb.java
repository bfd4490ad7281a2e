package io.mizzen.tools.dist;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.cli.Home;
import io.mizzen.cli.Verb;
import io.mizzen.kernel.operate.KernelPlugin;
import io.mizzen.kernel.plugin.PluginInventory;
import io.mizzen.kernel.plugin.PluginLoading;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code mizzen plugin install}: a jar into a plugin folder, if the folder is in order with it.
 *
 * <p>The whole future folder is loaded in a scratch folder first; only then is the jar moved in, by
 * one rename.
 */
@Command(
    name = "install",
    description = "Put a plugin into the plugin folder, after checking all of it together.",
    footer = "A running process takes it with: mizzen upgrade")
public final class InstallVerb extends Verb {
  @Mixin private StoreOptions store = new StoreOptions();

  @Parameters(
      index = "0",
      paramLabel = "JAR",
      description = "A file, group:artifact:version, or the id of one of Mizzen's own.")
  private String what = "";

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "The plugin folder. Default: plugins/ of this distribution.")
  private @Nullable Path into;

  @Option(
      names = "--repository",
      paramLabel = "URL",
      description = "Where coordinates are looked for; may be repeated. Default: central.")
  private List<String> repositories = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Path folder = into == null ? Home.folder().resolve("plugins") : into;
    Path jar = jar();
    Part part = part(jar);
    Path replaced = installed(folder, part.id());
    Path scratch = Files.createTempDirectory("mizzen-install");
    try {
      check(folder, part, replaced, scratch);
    } finally {
      RemoveVerb.delete(scratch);
    }
    Files.createDirectories(folder);
    Path target = folder.resolve(part.fileName());
    Path hidden = folder.resolve("." + part.fileName() + ".part");
    Files.copy(jar, hidden, StandardCopyOption.REPLACE_EXISTING);
    if (replaced != null && !replaced.equals(target)) {
      RemoveVerb.delete(replaced);
    }
    Files.move(hidden, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    out().println(part.id() + " " + part.version() + "  sha256 " + part.sha256());
    out()
        .println("access  " + (part.access().isEmpty() ? "nothing but its memory" : part.access()));
    out().println("installed as " + target + "; active after: mizzen upgrade, or a restart");
    return Exit.FINE;
  }

  private Path jar() throws Exception {
    Path file = Path.of(what);
    if (Files.isRegularFile(file)) {
      return file;
    }
    Path official = installed(Home.folder().resolve("plugins"), what);
    if (official != null && Files.isRegularFile(official)) {
      return official;
    }
    Coordinates coordinates = Coordinates.parse(what);
    if (coordinates == null) {
      throw new Failure(
          Exit.USAGE,
          "mizzen: '" + what + "' is no file, no plugin of Mizzen, and not group:artifact:version");
    }
    List<String> where = repositories.isEmpty() ? List.of("central") : repositories;
    try {
      return store.store().find(coordinates, where, Path.of("").toAbsolutePath());
    } catch (ArtifactStore.NotFound e) {
      throw new Failure(
          Exit.USAGE,
          "error[MZ4001]: " + e.getMessage() + "\n  help: correct it, or name its --repository");
    } catch (IOException e) {
      throw new Failure(Exit.USAGE, "error[MZ4001]: " + coordinates + ": " + e);
    }
  }

  private static Part part(Path jar) throws Failure {
    try {
      Part part = Part.of(0, jar.toString(), jar);
      if (part != null) {
        return part;
      }
    } catch (IOException e) {
      throw new Failure(Exit.WRONG, jar + ": error[MZ3001]: not a readable jar: " + e.getMessage());
    }
    throw new Failure(
        Exit.WRONG, jar + ": error[MZ3001]: not a plugin: its manifest has no Plugin-Id");
  }

  /** The file or folder a plugin of this id is in now, or null. */
  static @Nullable Path installed(Path folder, String id) {
    PluginSource source = PluginSource.bundled(folder);
    for (PluginInventory.Installed plugin :
        PluginInventory.read(new PluginSettings(List.of(source), Set.of(), List.of())).plugins()) {
      if (plugin.manifest().id().equals(id)) {
        Path jar = plugin.jar();
        Path above = jar.getParent();
        boolean isFolder = above != null && !above.equals(folder);
        return isFolder ? above : jar;
      }
    }
    return null;
  }

  private void check(Path folder, Part part, @Nullable Path replaced, Path scratch)
      throws IOException, Failure {
    Path plugins = Files.createDirectories(scratch.resolve("plugins"));
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          String name = String.valueOf(file.getFileName());
          if (!file.equals(replaced) && !name.startsWith(".")) {
            Files.createSymbolicLink(plugins.resolve(name), file.toAbsolutePath());
          }
        }
      }
    }
    Files.copy(part.jar(), plugins.resolve(part.fileName()), StandardCopyOption.REPLACE_EXISTING);
    PluginSettings settings =
        new PluginSettings(
            List.of(PluginSource.bundled(plugins)), Set.of(), List.of(scratch.resolve("cache")));
    PluginSet set = PluginLoading.load(settings, List.of(new KernelPlugin()));
    if (!set.problems().isEmpty()) {
      err().print(set.problems().print());
      err().flush();
    }
    if (set.problems().hasErrors()) {
      throw new Failure(Exit.PLUGINS, "nothing was installed");
    }
    if (replaced != null) {
      out().println("replaces " + replaced.getFileName());
    }
  }
}
