package io.mizzen.cli;

import io.mizzen.kernel.boot.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration a verb works on. */
final class ConfigOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "PATH",
      description =
          "A file or a folder; may be repeated. Default: mizzen.yaml or conf/mizzen.yaml.")
  private List<Path> configs = new ArrayList<>();

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "A folder with further plugins; may be repeated.")
  private List<Path> plugins = new ArrayList<>();

  boolean isGiven() {
    return !configs.isEmpty();
  }

  /** The files there are, or none. */
  List<Path> found() {
    return ConfigFiles.found(configs);
  }

  /** Given if one was named; else what a running instance reads. */
  Options optionsOf(Json.Tree info) throws Failure {
    List<Path> running =
        info.get("configs").elements().stream().map(path -> Path.of(path.text())).toList();
    return isGiven() || running.isEmpty()
        ? options(null)
        : new Options(running, null, null, Home.folder(), plugins);
  }

  Options options(@Nullable Path instance) throws Failure {
    return ConfigFiles.options(configs, plugins, instance);
  }

  /** These, as the foreground process takes them. */
  Run run(@Nullable Path instance, boolean watch, boolean takeOver) {
    return new Run(configs, plugins, instance, watch, takeOver);
  }

  /** For verbs that need plugins but no configuration: without one, only the bundled plugins. */
  Options optionsOrNone() {
    List<Path> found = found();
    String text = found.isEmpty() ? "version: 1\n" : null;
    return new Options(found, text, null, Home.folder(), plugins);
  }
}
