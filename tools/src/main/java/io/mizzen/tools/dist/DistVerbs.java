package io.mizzen.tools.dist;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.cli.Home;
import io.mizzen.cli.Verb;
import io.mizzen.kernel.operate.KernelPlugin;
import io.mizzen.kernel.plugin.PluginLoading;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code mizzen dist}. */
@Command(
    name = "dist",
    description = "Build a distribution: your choice of plugins, checked and locked.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      DistVerbs.Init.class,
      DistVerbs.Build.class,
      DistVerbs.Lock.class,
      DistVerbs.Diff.class,
      DistVerbs.Reference.class
    })
public final class DistVerbs extends Verb {
  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "which verb: init, build, lock, diff or reference?");
  }

  private static final class ManifestOption {
    @Option(
        names = {"-f", "--file"},
        paramLabel = "FILE",
        defaultValue = DistFile.NAME,
        description = "The manifest (${DEFAULT-VALUE}).")
    private Path path = Path.of(DistFile.NAME);

    DistFile read() throws Failure {
      return DistFile.read(path);
    }
  }

  /** {@code mizzen dist build}. */
  @Command(
      name = "build",
      description = "Resolve, check and write the distribution that a manifest describes.",
      footer = "Nothing is written if anything is wrong. The same lock gives the same bytes.")
  static final class Build extends Verb {
    @Mixin private ManifestOption manifest = new ManifestOption();
    @Mixin private StoreOptions store = new StoreOptions();

    @Option(names = "--frozen", description = "Fail if the manifest is not what is locked: for CI.")
    private boolean frozen;

    @Override
    public Integer call() throws Exception {
      Locking.Use use = frozen ? Locking.Use.FROZEN : Locking.Use.KEEP;
      new DistBuild(manifest.read(), Home.folder(), store.store(), use, out(), err()).build();
      return Exit.FINE;
    }
  }

  /** {@code mizzen dist lock}. */
  @Command(
      name = "lock",
      description = "Lock what the manifest resolves to now, also what has changed since.")
  static final class Lock extends Verb {
    @Mixin private ManifestOption manifest = new ManifestOption();
    @Mixin private StoreOptions store = new StoreOptions();

    @Override
    public Integer call() throws Exception {
      Locking.Use use = Locking.Use.RENEW;
      new DistBuild(manifest.read(), Home.folder(), store.store(), use, out(), err()).lock();
      return Exit.FINE;
    }
  }

  /** {@code mizzen dist init}. */
  @Command(
      name = "init",
      description = "Write a manifest, a configuration and cases for its routes to start from.")
  static final class Init extends Verb {
    private static final List<String> FILES =
        List.of("mizzen-dist.yaml", "conf/mizzen.yaml", "conf/routes.test.yaml");

    /** What there is. */
    enum Preset {
      EDGE,
      SIDECAR,
      FULL
    }

    @Option(
        names = "--preset",
        paramLabel = "NAME",
        defaultValue = "edge",
        description = "edge, sidecar or full (${DEFAULT-VALUE}).")
    private Preset preset = Preset.EDGE;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "Default: here.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws Failure, IOException {
      for (String name : FILES) {
        if (Files.exists(folder.resolve(name))) {
          throw new Failure(
              Exit.USAGE,
              "mizzen: "
                  + folder.resolve(name)
                  + " is there already\n  help: name another folder: mizzen dist init DIR");
        }
      }
      for (String name : FILES) {
        Path file = folder.resolve(name);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.writeString(file, text(name));
        out().println("wrote " + file);
      }
      out().println("next: mizzen dist build");
      return Exit.FINE;
    }

    private String text(String name) throws IOException {
      String word = preset.name().toLowerCase(Locale.ROOT);
      String resource = "presets/" + word + "/" + name;
      try (@Nullable InputStream in = DistVerbs.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException("the preset " + word + " has no " + name);
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  /** {@code mizzen dist diff}. */
  @Command(
      name = "diff",
      description = "What differs between two distributions; exit 1 if anything does.",
      footer = "Each is a lock file, or a folder with one.")
  static final class Diff extends Verb {
    @Parameters(index = "0", paramLabel = "OLD", description = "A lock file or a distribution.")
    private Path old = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "A lock file or a distribution.")
    private Path now = Path.of("");

    @Override
    public Integer call() throws Exception {
      List<String> lines = new java.util.ArrayList<>(lock(now).changesSince(lock(old)));
      if (Files.isDirectory(old) && Files.isDirectory(now)) {
        lines.addAll(Libraries.changes(old, now));
      }
      lines.forEach(line -> out().println(line));
      if (lines.isEmpty()) {
        out().println("no difference");
      }
      return lines.isEmpty() ? Exit.FINE : Exit.WRONG;
    }

    private static LockFile lock(Path path) throws Failure {
      Path file = Files.isDirectory(path) ? path.resolve("mizzen-dist.lock") : path;
      LockFile lock = LockFile.read(file);
      if (lock == null) {
        throw new Failure(
            Exit.USAGE, "mizzen: there is no " + file + "\n  help: mizzen dist build writes it");
      }
      return lock;
    }
  }

  /** {@code mizzen dist reference}. */
  @Command(
      name = "reference",
      description = "Write the reference pages of the plugins of this distribution.")
  static final class Reference extends Verb {
    @Parameters(index = "0", paramLabel = "DIR", description = "Made if need be.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
      Path home = Home.folder();
      PluginSettings settings =
          new PluginSettings(
              List.of(PluginSource.bundled(home.resolve("plugins"))),
              Set.of(),
              List.of(home.resolve("cache")));
      PluginSet plugins = PluginLoading.load(settings, List.of(new KernelPlugin()));
      if (plugins.problems().hasErrors()) {
        err().print(plugins.problems().print());
        return Exit.PLUGINS;
      }
      Files.createDirectories(folder);
      for (Map.Entry<String, String> page : new ReferencePages(plugins).all().entrySet()) {
        Files.writeString(folder.resolve(page.getKey()), page.getValue());
        out().println("wrote " + folder.resolve(page.getKey()));
      }
      return Exit.FINE;
    }
  }
}
