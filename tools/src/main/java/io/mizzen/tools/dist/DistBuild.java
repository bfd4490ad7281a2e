package io.mizzen.tools.dist;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.kernel.boot.Versions;
import io.mizzen.kernel.config.JsonSchema;
import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.kernel.plugin.PluginCatalog;
import io.mizzen.kernel.plugin.PluginSet;
import io.mizzen.tools.dist.DistManifest.Format;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private final DistFile file;
  private final DistManifest manifest;
  private final Path home;
  private final ArtifactStore store;
  private final Locking lock;
  private final Progress progress;
  private final PrintWriter err;

  DistBuild(
      DistFile file,
      Path home,
      ArtifactStore store,
      Locking.Use lockUse,
      PrintWriter out,
      PrintWriter err) {
    this.file = file;
    this.manifest = file.manifest();
    this.home = home;
    this.store = store;
    this.progress = new Progress(out);
    this.lock = new Locking(file, lockUse, progress);
    this.err = err;
  }

  /** Resolves and writes the lock, nothing else. */
  void lock() throws Exception {
    Staging staging = new Staging(home, home);
    LockFile now = lock.of(staging, resolve(), base());
    file.refuse(Exit.WRONG);
    lock.write(now, lock.read());
  }

  /** Builds all of it. */
  void build() throws Exception {
    LockFile before = lock.read();
    List<Part> parts = resolve();
    OciImage.Base base = base();
    Path target = file.resolve(manifest.output().dir());
    Path work = target.resolve(".building-" + ProcessHandle.current().pid());
    try {
      Staging staging = new Staging(home, work.resolve(title("-")));
      LockFile now = lock.of(staging, parts, base);
      file.refuse(Exit.PLUGINS);
      lock.compareKernel(before, now);
      lock.frozen(before, now);
      staging.kernel(title(" "));
      for (Part part : parts) {
        staging.plugin(part);
      }
      PluginSet plugins = new DistChecks(file, progress, err).run(staging, parts);
      describe(staging, parts, plugins, now);
      List<Path> results = write(staging, work, base);
      publish(results, target);
      lock.write(now, before);
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
    lock.comparePlugins(resolver, parts);
    progress.say("resolve", Words.count(parts.size(), "plugin") + " of mizzen " + Versions.KERNEL);
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

  // ---- describe --------------------------------------------------------------------------------

  private void describe(Staging staging, List<Part> parts, PluginSet plugins, LockFile now)
      throws Exception {
    files(staging);
    PluginCatalog catalog = new PluginCatalog(plugins);
    String schema = JsonSchema.generate(RootConfig.class, catalog, catalog.restTypes());
    staging.write("schema/mizzen.schema.json", schema);
    for (Map.Entry<String, String> page : new ReferencePages(plugins).all().entrySet()) {
      staging.write("share/doc/reference/" + page.getKey(), page.getValue());
    }
    staging.write("mizzen-dist.lock", now.text());
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
      progress.say(
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
      progress.say("write", layout.getFileName() + "  " + digest);
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
