package io.mizzen.tools.dist;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.cli.RouteCase;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.operate.Blueprint;
import io.mizzen.kernel.operate.KernelPlugin;
import io.mizzen.kernel.plugin.LoadedPlugin;
import io.mizzen.kernel.plugin.PluginLoading;
import io.mizzen.kernel.plugin.PluginProblem;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.tools.dist.DistManifest.Checks;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a distribution is what its manifest asks for: its plugins load, their licences and
 * stability are allowed, its configurations are valid and their routes lead where they should, all
 * with exactly the folder that will be shipped.
 */
final class DistChecks {
  private final DistFile file;
  private final DistManifest manifest;
  private final Progress progress;
  private final PrintWriter err;

  DistChecks(DistFile file, Progress progress, PrintWriter err) {
    this.file = file;
    this.manifest = file.manifest();
    this.progress = progress;
    this.err = err;
  }

  /**
   * Refuses what is wrong.
   *
   * @param staging complete, but for what describes it
   * @return the plugins, loaded from there
   */
  PluginSet run(Staging staging, List<Part> parts) throws Exception {
    Map<String, Part> byName = new HashMap<>();
    for (Part part : parts) {
      byName.put("plugins/" + Staging.nameOf(part), part);
    }
    PluginSource source = PluginSource.bundled(staging.root().resolve("plugins"));
    List<Path> caches = List.of(staging.root().resolve("cache"));
    PluginSet plugins =
        PluginLoading.load(
            new PluginSettings(List.of(source), Set.of(), caches), List.of(new KernelPlugin()));
    for (PluginProblem problem : plugins.problems().all()) {
      Part part = byName.get(problem.file());
      String message = (part == null ? problem.file() : part.id()) + ": " + problem.message();
      if (problem.severity() == PluginProblem.Severity.WARNING) {
        file.warn(manifest, "plugins", problem.code(), message, problem.help());
      } else if (part == null) {
        file.wrong(manifest, "plugins", problem.code(), message, problem.help());
      } else {
        file.wrongPlugin(part.index(), problem.code(), message, problem.help());
      }
    }
    licences(parts);
    stability(plugins, byId(parts));
    file.refuse(Exit.PLUGINS);
    progress.say("check", "spi ranges, dependencies, types, licences, stability: fine");
    configurations(staging);
    return plugins;
  }

  private static Map<String, Part> byId(List<Part> parts) {
    Map<String, Part> byId = new HashMap<>();
    parts.forEach(part -> byId.put(part.id(), part));
    return byId;
  }

  private void licences(List<Part> parts) {
    for (Part part : parts) {
      if (manifest.checks().forbidLicenses().contains(part.license())) {
        file.wrongPlugin(
            part.index(),
            "MZ4006",
            part.id() + " has the licence " + part.license(),
            "checks.forbidLicenses forbids it: leave the plugin out, or change the list");
      }
    }
  }

  private void stability(PluginSet plugins, Map<String, Part> parts) {
    List<String> allowed =
        manifest.checks().allowStability().stream().map(DistManifest.Stability::name).toList();
    for (LoadedPlugin plugin : allowed.isEmpty() ? List.<LoadedPlugin>of() : plugins.plugins()) {
      for (Registration<?> registration : plugin.provides()) {
        String stability = registration.factory().stability().name();
        Part part = parts.get(plugin.id());
        if (part != null && !allowed.contains(stability)) {
          file.wrongPlugin(
              part.index(),
              "MZ4006",
              registration.point().kind()
                  + " "
                  + registration.factory().type()
                  + " of "
                  + plugin.id()
                  + " is "
                  + stability.toLowerCase(Locale.ROOT),
              "checks.allowStability does not have it: leave the plugin out, or change the list");
        }
      }
    }
  }

  private void configurations(Staging staging) throws Exception {
    Checks checks = manifest.checks();
    List<Blueprint> blueprints = new ArrayList<>();
    for (int i = 0; i < checks.configs().size(); i++) {
      String config = checks.configs().get(i);
      String report = configuration(staging, file.resolve(config), blueprints);
      if (report == null) {
        progress.say("check", config + "  valid");
      } else {
        err.print(report);
        file.wrong(
            checks,
            "configs",
            i,
            "MZ4007",
            config + " is not valid with exactly these plugins",
            "see above; add the plugin it needs, or change the configuration");
      }
    }
    for (int i = 0; i < checks.routes().size() && !file.isWrong(); i++) {
      routes(checks, i, blueprints);
    }
    err.flush();
    file.refuse(Exit.WRONG);
  }

  /** What is wrong with a configuration, or null. */
  private @Nullable String configuration(Staging staging, Path config, List<Blueprint> sound) {
    try {
      Path instance = staging.root().resolveSibling("run");
      Setup setup =
          Setup.of(new Options(List.of(config), null, instance, staging.root(), List.of()));
      Loaded<RootConfig> loaded = setup.load();
      Blueprint blueprint = setup.check(loaded);
      if (blueprint != null) {
        sound.add(blueprint);
      }
      return blueprint == null ? loaded.report() : null;
    } catch (Refusal e) {
      return e.getMessage() + "\n";
    }
  }

  private void routes(Checks checks, int index, List<Blueprint> blueprints) throws Failure {
    String name = checks.routes().get(index);
    List<RouteCase> cases = RouteCase.read(file.resolve(name));
    int failed = 0;
    for (RouteCase one : cases) {
      for (Blueprint blueprint : blueprints) {
        List<String> differences = one.differences(blueprint);
        if (!differences.isEmpty()) {
          failed++;
          err.println(name + ": FAILED " + one.name());
          differences.forEach(difference -> err.println("  " + difference));
        }
      }
    }
    progress.say("check", name + "  " + (cases.size() - failed) + " of " + cases.size() + " pass");
    if (failed > 0) {
      file.wrong(checks, "routes", index, "MZ4007", "cases of " + name + " fail", "see above");
    }
  }
}
