package io.mizzen.tools.dist;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.kernel.config.ConfigLoader;
import io.mizzen.kernel.config.ExtensionCatalog;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.Problem;
import io.mizzen.kernel.config.Substitutions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A manifest that was read, with everything that is found wrong about it. */
final class DistFile {
  static final String NAME = "mizzen-dist.yaml";

  private final Path path;
  private final Loaded<DistManifest> loaded;
  private final DistManifest manifest;

  private DistFile(Path path, Loaded<DistManifest> loaded, DistManifest manifest) {
    this.path = path;
    this.loaded = loaded;
    this.manifest = manifest;
  }

  /**
   * Reads a manifest.
   *
   * @throws Failure if it is not there or not well formed
   */
  static DistFile read(Path path) throws Failure {
    if (!Files.isReadable(path)) {
      throw new Failure(
          Exit.USAGE,
          "mizzen: there is no " + path + "\n  help: mizzen dist init writes one to start from");
    }
    Loaded<DistManifest> loaded =
        new ConfigLoader(ExtensionCatalog.empty(), Substitutions.of(System::getenv, folder(path)))
            .load(DistManifest.class, List.of(path));
    loaded.finish();
    DistManifest manifest = loaded.value();
    if (manifest == null || loaded.problems().hasErrors()) {
      throw new Failure(Exit.WRONG, loaded.report());
    }
    return new DistFile(path, loaded, manifest);
  }

  private static Path folder(Path path) {
    Path parent = path.toAbsolutePath().normalize().getParent();
    return parent == null ? Path.of("").toAbsolutePath() : parent;
  }

  DistManifest manifest() {
    return manifest;
  }

  Path folder() {
    return folder(path);
  }

  Path lock() {
    return folder().resolve("mizzen-dist.lock");
  }

  /** A path of the manifest. */
  Path resolve(String relative) {
    return folder().resolve(relative).normalize();
  }

  /** As a user of this folder would name it. */
  String shown(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(folder())
        ? folder().relativize(absolute).toString()
        : file.toString();
  }

  /** Something is wrong with one plugin of the list. */
  void wrongPlugin(int index, String code, String message, @Nullable String help) {
    DistManifest.Use use = manifest.plugins().get(index);
    wrong(use, use.isPath() ? "path" : "use", code, message, help);
  }

  /** Two entries of the list do not go together. */
  void wrongPlugins(int index, int other, String code, String message, String help) {
    DistManifest.Use use = manifest.plugins().get(index);
    loaded
        .problems()
        .add(
            loaded
                .origins()
                .error(code, message, use, use.isPath() ? "path" : "use")
                .see(loaded.origins().of(manifest.plugins().get(other)), "the other one")
                .help(help));
  }

  /** Something is wrong with one value of a block. */
  void wrong(Record block, String key, String code, String message, @Nullable String help) {
    loaded.problems().add(loaded.origins().error(code, message, block, key).help(help));
  }

  /** Something is wrong with one element of a list in a block. */
  void wrong(
      Record block, String key, int index, String code, String message, @Nullable String help) {
    loaded.problems().add(loaded.origins().error(code, message, block, key, index).help(help));
  }

  void warn(Record block, String key, String code, String message, @Nullable String help) {
    Problem.Builder problem = loaded.origins().warning(code, message, block, key);
    loaded.problems().add(problem.help(help));
  }

  boolean isWrong() {
    return loaded.problems().hasErrors();
  }

  /**
   * Ends the command if anything is wrong.
   *
   * @param exitCode one of {@link Exit}
   */
  void refuse(int exitCode) throws Failure {
    if (isWrong()) {
      throw new Failure(exitCode, loaded.report() + "nothing was built");
    }
  }
}
