package io.mizzen.tools.dist;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.cli.RouteCase;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.kernel.boot.Setup;
import io.mizzen.kernel.boot.Versions;
import io.mizzen.kernel.config.JsonSchema;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.operate.Blueprint;
import io.mizzen.kernel.operate.KernelPlugin;
import io.mizzen.kernel.plugin.LoadedPlugin;
import io.mizzen.kernel.plugin.PluginCatalog;
import io.mizzen.kernel.plugin.PluginLoading;
import io.mizzen.kernel.plugin.PluginProblem;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.kernel.plugin.PluginSettings;
import io.mizzen.kernel.plugin.PluginSource;
import io.mizzen.kernel.plugin.Registration;
import io.mizzen.tools.dist.DistManifest.Checks;
import io.mizzen.tools.dist.DistManifest.Format;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One build.
 *
 * <ol>
 *   <li>resolve: every plugin of the manifest, compared with the lock
 *   <li>lay out: a folder under a name nobody looks at
 *   <li>check: plugins, licences, configurations, routes, with exactly this folder
 *   <li>describe: schema, reference, bill of materials, sums
 *   <li>write: archive, image, lock; each gets its name when all are complete
 * </ol>
 */
final class DistBuild {
  /** What a build does with the lock. */
  enum LockUse {
    /** What is locked must be the same; what is new is added. */
    KEEP,
    /** Nothing may differ from the lock. */
    FROZEN,
    /** Everything is locked anew. */
    RENEW
  }

  private final DistFile file;
  private final DistManifest manifest;
  private final Path home;
  private final ArtifactStore store;
  private final LockUse lockUse;
  private final PrintWriter out;
  private final PrintWriter err;

  DistBuild(
      DistFile file,
      Path home,
      ArtifactStore store,
      LockUse lockUse,
      PrintWriter out,
      PrintWriter err) {
    this.file = file;
    this.manifest = file.manifest();
    this.home = home;
    this.store = store;
    this.lockUse = lockUse;
    this.out = out;
    this.err = err;
  }

  /** Resolves and writes the lock, nothing else. */
  void lock() throws Exception {
    Staging staging = new Staging(home, home);
    LockFile lock = locked(staging, resolve(), base());
    file.refuse(Exit.WRONG);
    writeLock(lock, LockFile.read(file.lock()));
  }

  /** Builds all of it. */
  void build() throws Exception {
    LockFile before = LockFile.read(file.lock());
    List<Part> parts = resolve();
    OciImage.Base base = base();
    Path target = file.resolve(manifest.output().dir());
    Path work = target.resolve(".building-" + ProcessHandle.current().pid());
    try {
      Staging staging = new Staging(home, work.resolve(title("-")));
      LockFile lock = locked(staging, parts, base);
      file.refuse(Exit.PLUGINS);
      compareKernel(before, lock);
      frozen(before, lock);
      staging.kernel(title(" "));
      for (Part part : parts) {
        staging.plugin(part);
      }
      PluginSet plugins = check(staging, parts);
      describe(staging, parts, plugins, lock);
      List<Path> results = write(staging, work, base);
      publish(results, target);
      writeLock(lock, before);
    } finally {
      delete(work);
    }
  }

  private String title(String between) {
    return manifest.dist().name() + between + manifest.dist().version();
  }

  // ---- resolve ---------------------------------------------------------------------------------

  private List<Part> resolve() throws Exception {
    String wanted = manifest.dist().mizzen();
    if (wanted != null && !wanted.equals(Versions.KERNEL)) {
      file.wrong(
          manifest.dist(),
          "mizzen",
          "MZ4005",
          "this is mizzen " + Versions.KERNEL + ", the manifest asks for " + wanted,
          "build with bin/mizzen of " + wanted + ", or change the manifest and lock anew");
    }
    Resolver resolver = new Resolver(file, store, home);
    List<Part> parts = resolver.resolve();
    if (lockUse != LockUse.RENEW) {
      resolver.compare(parts, LockFile.read(file.lock()));
    }
    say("resolve", Words.count(parts.size(), "plugin") + " of mizzen " + Versions.KERNEL);
    return parts;
  }

  private OciImage.@Nullable Base base() {
    String path = manifest.output().oci().base();
    if (path == null || !manifest.output().formats().contains(Format.OCI)) {
      return null;
    }
    try {
      return OciImage.Base.read(file.resolve(path));
    } catch (IOException e) {
      file.wrong(
          manifest.output().oci(),
          "base",
          "MZ4010",
          path + " cannot be used as a base: " + e.getMessage(),
          "skopeo copy docker://IMAGE oci:" + path + " writes such a folder");
      return null;
    }
  }

  private LockFile locked(Staging staging, List<Part> parts, OciImage.@Nullable Base base)
      throws IOException {
    return new LockFile(
        1,
        manifest.dist().name(),
        manifest.dist().version(),
        new LockFile.Kernel(Versions.KERNEL, staging.kernelHash()),
        parts.stream().map(Part::locked).toList(),
        base == null ? "" : base.digest());
  }

  private void compareKernel(@Nullable LockFile before, LockFile now) throws Failure {
    if (before != null
        && lockUse != LockUse.RENEW
        && before.mizzen().version().equals(now.mizzen().version())
        && !before.mizzen().equals(now.mizzen())) {
      file.wrong(
          manifest,
          "dist",
          "MZ4004",
          "bin/ and lib/ of this mizzen " + Versions.KERNEL + " are not those that were locked",
          "find out who changed them; if the change is meant: mizzen dist lock");
      file.refuse(Exit.PLUGINS);
    }
  }

  private void frozen(@Nullable LockFile before, LockFile now) throws Failure {
    if (lockUse == LockUse.FROZEN && !now.equals(before)) {
      List<String> changes =
          before == null ? List.of("there is no lock") : now.changesSince(before);
      throw new Failure(
          Exit.WRONG,
          file.shown(file.lock())
              + ": error[MZ4009]: the manifest is not what is locked: "
              + String.join("; ", changes)
              + "\n  help: mizzen dist lock, and commit the lock\nnothing was built");
    }
  }

  private void writeLock(LockFile lock, @Nullable LockFile before) throws IOException {
    String shown = file.shown(file.lock());
    if (lock.equals(before)) {
      say("lock", shown + " unchanged");
      return;
    }
    Path part = Files.createTempFile(file.folder(), ".lock", "");
    Files.writeString(part, lock.text());
    Files.setPosixFilePermissions(
        part, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(part, file.lock(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    say("lock", shown + (before == null ? " written" : " changed"));
    if (before != null) {
      lock.changesSince(before).forEach(line -> say("", line));
    }
  }

  // ---- check -----------------------------------------------------------------------------------

  private PluginSet check(Staging staging, List<Part> parts) throws Exception {
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
    say("check", "spi ranges, dependencies, types, licences, stability: fine");
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
        say("check", config + "  valid");
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
    say("check", name + "  " + (cases.size() - failed) + " of " + cases.size() + " pass");
    if (failed > 0) {
      file.wrong(checks, "routes", index, "MZ4007", "cases of " + name + " fail", "see above");
    }
  }

  // ---- describe --------------------------------------------------------------------------------

  private void describe(Staging staging, List<Part> parts, PluginSet plugins, LockFile lock)
      throws Exception {
    files(staging);
    PluginCatalog catalog = new PluginCatalog(plugins);
    String schema = JsonSchema.generate(RootConfig.class, catalog, catalog.restTypes());
    staging.write("schema/mizzen.schema.json", schema);
    for (Map.Entry<String, String> page : new ReferencePages(plugins).all().entrySet()) {
      staging.write("share/doc/reference/" + page.getKey(), page.getValue());
    }
    staging.write("mizzen-dist.lock", lock.text());
    staging.write("sbom.cdx.json", Sbom.of(staging.root(), manifest.dist(), parts));
    staging.sums();
  }

  private void files(Staging staging) throws Failure {
    for (Map.Entry<String, String> each : manifest.files().entrySet()) {
      Path from = file.resolve(each.getKey());
      Path to = staging.root().resolve(each.getValue()).normalize();
      try {
        if (!to.startsWith(staging.root())) {
          throw new IOException("it would leave the distribution");
        }
        boolean intoFolder = each.getValue().endsWith("/") && !Files.isDirectory(from);
        Staging.copy(from, intoFolder ? to.resolve(from.getFileName()) : to);
      } catch (IOException e) {
        file.wrong(
            manifest,
            "files",
            "MZ4008",
            each.getKey() + " cannot be copied to " + each.getValue() + ": " + e,
            "correct the entry under 'files'");
      }
    }
    file.refuse(Exit.WRONG);
  }

  // ---- write -----------------------------------------------------------------------------------

  private List<Path> write(Staging staging, Path work, OciImage.@Nullable Base base)
      throws IOException {
    List<Path> results = new ArrayList<>(List.of(staging.root()));
    if (manifest.output().formats().contains(Format.TAR_GZ)) {
      Path archive = work.resolve(title("-") + ".tar.gz");
      try (TarWriter tar =
          new TarWriter(new java.util.zip.GZIPOutputStream(Files.newOutputStream(archive)))) {
        List<Path> files = new ArrayList<>(Staging.files(staging.root()));
        files.add(staging.root().resolve("cache"));
        tar.add(staging.root(), files, title("-"));
      }
      say(
          "write",
          archive.getFileName()
              + "  "
              + Words.size(Files.size(archive))
              + "  sha256 "
              + Digests.sha256(archive));
      results.add(archive);
    }
    if (manifest.output().formats().contains(Format.OCI)) {
      Path layout = work.resolve(title("-") + ".oci");
      String digest =
          new OciImage(layout)
              .write(staging.root(), manifest.dist(), manifest.output().oci(), base);
      say("write", layout.getFileName() + "  " + digest);
      results.add(layout);
    }
    return results;
  }

  /** Each by one rename; what was there before goes only when the new one is complete. */
  private static void publish(List<Path> results, Path target) throws IOException {
    for (Path result : results) {
      Path name = target.resolve(result.getFileName());
      Path old = result.resolveSibling(".old-" + result.getFileName());
      if (Files.exists(name)) {
        Files.move(name, old);
      }
      Files.move(result, name);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (Path each : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private void say(String step, String text) {
    out.println(step + " ".repeat(Math.max(1, 10 - step.length())) + text);
    out.flush();
  }

  /** Numbers as people read them. */
  private static final class Words {
    private static final double MEBIBYTE = 1024 * 1024;

    static String count(int number, String noun) {
      return number + " " + noun + (number == 1 ? "" : "s");
    }

    static String size(long bytes) {
      return String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
    }
  }
}
