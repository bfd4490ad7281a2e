package io.mizzen.cli;

import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.config.Effective;
import io.mizzen.kernel.config.JsonSchema;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.plugin.PluginCatalog;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code mizzen config}. */
@Command(
    name = "config",
    description =
        "The configuration as it works, its schema, and how it differs from the running one.",
    synopsisSubcommandLabel = "VERB",
    subcommands = {ConfigVerbs.Dump.class, ConfigVerbs.Schema.class, ConfigVerbs.Diff.class})
final class ConfigVerbs extends Verb {
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "which verb: dump, schema or diff?");
  }

  /** The effective form of a sound configuration. */
  private static Effective effective(ConfigOptions config) throws Exception {
    Setup setup = Setup.of(config.options(null));
    Loaded<RootConfig> loaded = setup.load();
    if (setup.check(loaded) == null) {
      throw new Failure(Exit.WRONG, loaded.report());
    }
    return loaded.effective();
  }

  /** {@code mizzen config dump}. */
  @Command(
      name = "dump",
      description = "The configuration with all defaults and substitutions, secrets hidden.")
  static final class Dump extends Verb {
    @Mixin private ConfigOptions config = new ConfigOptions();
    @Mixin private InstanceOption instance = new InstanceOption();

    @Option(names = "--origins", description = "Behind every value, where it comes from.")
    private boolean origins;

    @Option(names = "--show-secrets", description = "Secrets in plain text.")
    private boolean secrets;

    @Option(names = "--running", description = "Of the running instance instead of the file.")
    private boolean running;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORM",
        defaultValue = "yaml",
        description = "yaml or json (${DEFAULT-VALUE}).")
    private String form = "yaml";

    @Override
    public Integer call() throws Exception {
      boolean json = form.equals("json");
      if (!json && !form.equals("yaml")) {
        throw new ParameterException(spec.commandLine(), "-o is yaml or json, got " + form);
      }
      out().print(running ? running(json) : file(json));
      out().flush();
      return Exit.FINE;
    }

    private String running(boolean json) throws Failure {
      if (secrets) {
        throw new ParameterException(
            spec.commandLine(), "a running instance tells its secrets to nobody");
      }
      AdminClient.Reply reply =
          instance.client().get(origins ? "/v1/config?origins=1" : "/v1/config");
      if (!reply.isFine()) {
        throw new Failure(Exit.WRONG, "mizzen: " + reply.error());
      }
      return json
          ? io.mizzen.kernel.config.Json.write(reply.tree().get("config").value())
          : reply.tree().text("yaml");
    }

    private String file(boolean json) throws Exception {
      List<Effective.Detail> details = new ArrayList<>();
      if (origins) {
        details.add(Effective.Detail.ORIGINS);
      }
      if (secrets) {
        details.add(Effective.Detail.SECRETS);
      }
      Effective.Detail[] all = details.toArray(new Effective.Detail[0]);
      Effective effective = effective(config);
      return json ? effective.toJson(all) : effective.toYaml(all);
    }
  }

  /** {@code mizzen config schema}. */
  @Command(
      name = "schema",
      description = "A JSON Schema for editors, of exactly the installed plugins.")
  static final class Schema extends Verb {
    @Mixin private ConfigOptions config = new ConfigOptions();

    @Override
    public Integer call() throws Exception {
      PluginCatalog catalog = new PluginCatalog(Setup.of(config.optionsOrNone()).plugins());
      out().print(JsonSchema.generate(RootConfig.class, catalog, catalog.restTypes()));
      out().flush();
      return Exit.FINE;
    }
  }

  /** {@code mizzen config diff}. */
  @Command(
      name = "diff",
      description =
          "What a reload would change in the running instance; exit 1 if anything. Without -c, of the files it reads.")
  static final class Diff extends Verb {
    @Mixin private ConfigOptions config = new ConfigOptions();
    @Mixin private InstanceOption instance = new InstanceOption();

    @Override
    public Integer call() throws Exception {
      AdminClient.Reply reply = instance.client().get("/v1/config");
      if (!reply.isFine()) {
        throw new Failure(Exit.WRONG, "mizzen: " + reply.error());
      }
      Setup setup = Setup.of(config.optionsOf(instance.client().get("/v1/info").tree()));
      Loaded<RootConfig> loaded = setup.load();
      RootConfig root = loaded.value();
      // As a reload does, before the parts of plugins are bound: they have defaults of their own.
      String version = root == null ? "" : Effective.of(root, loaded.origins()).version();
      if (setup.check(loaded) == null) {
        throw new Failure(Exit.WRONG, loaded.report());
      }
      Object onDisk = Json.parse(loaded.effective().toJson());
      List<String> lines = TreeChanges.between(reply.tree().get("config").value(), onDisk);
      lines.forEach(line -> out().println(line));
      boolean same = lines.isEmpty() && reply.tree().text("version").equals(version);
      if (same) {
        out().println("no difference: " + version + " is running");
      } else if (lines.isEmpty()) {
        out().println("only secrets differ");
      }
      out().flush();
      return same ? Exit.FINE : Exit.WRONG;
    }
  }
}
