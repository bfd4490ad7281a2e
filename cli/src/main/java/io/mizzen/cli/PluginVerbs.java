package io.mizzen.cli;

import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.Words;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.operate.KernelPlugin;
import io.mizzen.kernel.operate.PluginUse;
import io.mizzen.kernel.plugin.PluginDescription;
import io.mizzen.kernel.plugin.PluginInventory;
import io.mizzen.kernel.plugin.PluginProblem;
import io.mizzen.kernel.plugin.PluginProblems;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import io.mizzen.kernel.plugin.PluginVerification;
import io.mizzen.spi.SpiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

/** {@code mizzen plugin}. */
@Command(
    name = "plugin",
    description = "Look at plugins, install and write them.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {
      PluginVerbs.ListVerb.class,
      PluginVerbs.InfoVerb.class,
      PluginVerbs.VerifyVerb.class
    })
final class PluginVerbs extends Verb {
  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "which verb: list, info, verify, install, remove or new?");
  }

  /** The distribution's own plugins. */
  static PluginSettings bundled() {
    return settings(List.of());
  }

  private static PluginSettings settings(List<Path> folders) {
    List<PluginSource> sources = new ArrayList<>();
    sources.add(PluginSource.bundled(Home.folder().resolve("plugins")));
    folders.forEach(folder -> sources.add(PluginSource.added(folder, folder.toString())));
    Path cache = Path.of(System.getProperty("mizzen.cache", Home.folder() + "/cache"));
    return new PluginSettings(sources, Set.of(), List.of(cache));
  }

  private static final class Folders {
    @Option(
        names = "--plugins",
        paramLabel = "DIR",
        description = "A folder with further plugins; may be repeated.")
    private List<Path> folders = new ArrayList<>();
  }

  /** {@code mizzen plugin list}. */
  @Command(name = "list", description = "The installed plugins.")
  static final class ListVerb extends Verb {
    @Mixin private Folders folders = new Folders();
    @Mixin private Output output = new Output();

    @Option(
        names = {"-c", "--config"},
        paramLabel = "PATH",
        description =
            "Whose use of plugins is counted; may be repeated. Default: mizzen.yaml or conf/mizzen.yaml.")
    private List<Path> configs = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
      Map<String, Integer> use = use();
      PluginInventory inventory = PluginInventory.read(settings(folders.folders));
      List<Object> trees = new ArrayList<>();
      List<List<String>> rows = new ArrayList<>();
      for (PluginInventory.Installed plugin : inventory.plugins()) {
        Map<String, Object> tree = tree(plugin);
        Integer places = use == null ? null : use.getOrDefault(plugin.manifest().id(), 0);
        tree.put("used", places);
        trees.add(tree);
        rows.add(row(plugin, places));
      }
      if (!output.printed(trees, out())) {
        Output.table(
            List.of("PLUGIN", "VERSION", "SPI", "PROVIDES", "STABILITY", "USED", "FROM"),
            rows,
            out());
        out().println(rows.size() + " plugins, kernel spi " + SpiVersion.CURRENT);
      }
      out().flush();
      return report(this, inventory.problems(), Exit.PLUGINS);
    }

    /** Places by plugin, or null if there is no configuration that could be counted. */
    private @Nullable Map<String, Integer> use() throws Exception {
      List<Path> files = ConfigFiles.found(configs);
      if (files.isEmpty()) {
        return null;
      }
      try {
        Setup setup = Setup.of(new Options(files, null, null, Home.folder(), folders.folders));
        Loaded<RootConfig> loaded = setup.load();
        RootConfig root = loaded.value();
        if (root != null) {
          return PluginUse.of(root, setup.plugins());
        }
        if (!configs.isEmpty()) {
          throw new Failure(Exit.WRONG, loaded.report());
        }
      } catch (Refusal refusal) {
        // A broken plugin set is what the list is about to tell, with all of it.
        if (!configs.isEmpty() && refusal.exitCode() != Exit.PLUGINS) {
          throw refusal;
        }
      }
      return null;
    }

    private static List<String> row(PluginInventory.Installed plugin, @Nullable Integer used) {
      Map<String, List<String>> kinds = new LinkedHashMap<>();
      Set<String> stability = new LinkedHashSet<>();
      for (PluginDescription.Component component : plugin.components()) {
        kinds.computeIfAbsent(component.kind(), kind -> new ArrayList<>()).add(component.type());
        stability.add(component.stability());
      }
      List<String> provides = new ArrayList<>();
      kinds.forEach((kind, types) -> provides.add(kind + " " + String.join(", ", types)));
      String from = plugin.origin() == PluginSource.Origin.BUNDLED ? "bundled" : plugin.from();
      return List.of(
          plugin.manifest().id(),
          plugin.manifest().version(),
          plugin.manifest().requires(),
          String.join("; ", provides),
          String.join(", ", stability),
          used == null ? "" : used == 0 ? "no" : used.toString(),
          from);
    }
  }

  private static Map<String, Object> tree(PluginInventory.Installed plugin) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", plugin.manifest().id());
    tree.put("version", plugin.manifest().version());
    tree.put("spi", plugin.manifest().requires());
    tree.put("origin", plugin.origin().name().toLowerCase(Locale.ROOT));
    tree.put("from", plugin.from());
    PluginDescription description = plugin.description();
    if (description != null) {
      tree.putAll(description.tree());
    }
    return tree;
  }

  private static int report(Verb verb, PluginProblems problems, int code) {
    if (!problems.isEmpty()) {
      verb.err().print(problems.print());
      verb.err().flush();
    }
    return problems.hasErrors() ? code : Exit.FINE;
  }

  /** {@code mizzen plugin info}. */
  @Command(name = "info", description = "One plugin: what it offers and how it is configured.")
  static final class InfoVerb extends Verb {
    @Mixin private Folders folders = new Folders();
    @Mixin private Output output = new Output();

    @Parameters(index = "0", paramLabel = "ID", description = "Its id, such as protocol-http1.")
    private String id = "";

    @Override
    public Integer call() throws Failure, IOException {
      PluginInventory inventory = PluginInventory.read(settings(folders.folders));
      for (PluginInventory.Installed plugin : inventory.plugins()) {
        if (plugin.manifest().id().equals(id)) {
          Map<String, Object> tree = tree(plugin);
          tree.put("sha256", plugin.sha256());
          if (!output.printed(tree, out())) {
            print(plugin);
          }
          return Exit.FINE;
        }
      }
      List<String> ids = inventory.plugins().stream().map(p -> p.manifest().id()).toList();
      String meant = Words.nearest(id, ids);
      throw new Failure(
          Exit.USAGE,
          "mizzen: there is no plugin '"
              + id
              + "'"
              + (meant == null ? "" : " (did you mean '" + meant + "'?)")
              + "\n  help: mizzen plugin list");
    }

    private void print(PluginInventory.Installed plugin) throws IOException {
      out().println(plugin.manifest().id() + " " + plugin.manifest().version());
      out().println("  " + plugin.manifest().summary());
      out().println("  license  " + plugin.manifest().license());
      out().println("  spi      " + plugin.manifest().requires());
      out().println("  from     " + plugin.from());
      out().println("  sha256   " + plugin.sha256());
      for (PluginDescription.Component component : plugin.components()) {
        out()
            .println(
                "  "
                    + component.kind()
                    + " "
                    + component.type()
                    + " ("
                    + component.stability()
                    + "): "
                    + component.summary());
      }
      PluginDescription description = plugin.description();
      Json.Tree tree = Json.Tree.of(description == null ? null : description.tree());
      for (Json.Tree metric : tree.get("metrics").elements()) {
        out().println("  metric   " + metric.text("name") + "  " + metric.text("help"));
      }
      for (Json.Tree why : tree.get("why").elements()) {
        out().println("  why      " + why.text("word") + "  " + why.text("meaning"));
      }
      out().flush();
    }
  }

  /** {@code mizzen plugin verify}. */
  @Command(name = "verify", description = "Look at a plugin as closely as possible.")
  static final class VerifyVerb extends Verb {
    @Mixin private Folders folders = new Folders();

    @Parameters(index = "0", paramLabel = "JAR", description = "The jar, or a plugin folder.")
    private Path jar = Path.of("");

    @Override
    public Integer call() throws Failure {
      if (!Files.isReadable(jar)) {
        throw new Failure(
            Exit.USAGE,
            "mizzen: cannot read "
                + jar
                + (Files.notExists(jar)
                    ? ": there is no such file"
                    : ": this user may not read it"));
      }
      PluginVerification found =
          PluginVerification.of(jar, settings(folders.folders), List.of(new KernelPlugin()));
      int code = report(this, found.problems(), Exit.WRONG);
      long errors = count(found.problems(), PluginProblem.Severity.ERROR);
      long warnings = found.problems().all().size() - errors;
      out()
          .println(
              jar
                  + ": "
                  + Output.count(errors, "error")
                  + ", "
                  + Output.count(warnings, "warning"));
      return code;
    }

    private static long count(PluginProblems problems, PluginProblem.Severity severity) {
      return problems.all().stream().filter(problem -> problem.severity() == severity).count();
    }
  }
}
