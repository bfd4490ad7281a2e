package io.mizzen.cli;

import io.mizzen.kernel.boot.Versions;
import io.mizzen.kernel.plugin.PluginInventory;
import io.mizzen.spi.SpiVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mizzen version}. */
@Command(name = "version", description = "Tell the versions of everything.")
final class VersionVerb extends Verb {
  @Option(names = "--all", description = "Also plugins and libraries.")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    print(out());
    if (all) {
      out().println(System.getProperty("java.vm.name") + " in " + System.getProperty("java.home"));
      PluginInventory inventory = PluginInventory.read(PluginVerbs.bundled());
      for (PluginInventory.Installed plugin : inventory.plugins()) {
        out().println("plugin " + plugin.manifest().id() + " " + plugin.manifest().version());
      }
      Path lib = Home.folder().resolve("lib");
      for (Path jar : jars(lib)) {
        out().println("lib " + jar.getFileName());
      }
    }
    out().flush();
    return Exit.FINE;
  }

  private static List<Path> jars(Path lib) throws IOException {
    if (!Files.isDirectory(lib)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(lib)) {
      return files.sorted().toList();
    }
  }

  void print(PrintWriter out) {
    out.println(
        "mizzen "
            + Versions.KERNEL
            + "  "
            + Versions.distribution(Home.folder())
            + "  spi "
            + SpiVersion.CURRENT
            + "  java "
            + System.getProperty("java.version"));
    out.flush();
  }
}
