package io.mizzen.tools.dist;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.cli.Home;
import io.mizzen.cli.Verb;
import io.mizzen.kernel.plugin.PluginInventory;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mizzen plugin remove}. */
@Command(
    name = "remove",
    description = "Take a plugin out of the plugin folder, unless another one stands on it.",
    footer = "A running process goes on with it until: mizzen upgrade")
public final class RemoveVerb extends Verb {
  @Parameters(index = "0", paramLabel = "ID", description = "Its id, such as protocol-bolt.")
  private String id = "";

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "The plugin folder. Default: plugins/ of this distribution.")
  private @Nullable Path from;

  @Override
  public Integer call() throws Failure, IOException {
    Path folder = from == null ? Home.folder().resolve("plugins") : from;
    Path file = InstallVerb.installed(folder, id);
    if (file == null) {
      throw new Failure(
          Exit.USAGE,
          "mizzen: there is no plugin '" + id + "' in " + folder + "\n  help: mizzen plugin list");
    }
    PluginSource source = PluginSource.bundled(folder);
    List<String> above =
        PluginInventory.read(new PluginSettings(List.of(source), Set.of(), List.of()))
            .plugins()
            .stream()
            .filter(
                plugin ->
                    plugin.manifest().dependencies().stream().anyMatch(on -> on.id().equals(id)))
            .map(plugin -> plugin.manifest().id())
            .toList();
    if (!above.isEmpty()) {
      throw new Failure(
          Exit.PLUGINS,
          "error[MZ3006]: "
              + String.join(", ", above)
              + " stands on "
              + id
              + "\n  help: remove it first\nnothing was removed");
    }
    delete(file);
    out().println("removed " + file + "; a running process drops it with: mizzen upgrade");
    return Exit.FINE;
  }

  /** A file, or a folder with all that is in it; links themselves, not what they lead to. */
  static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
