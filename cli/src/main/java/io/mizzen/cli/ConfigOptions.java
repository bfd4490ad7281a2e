package io.mizzen.cli;

import io.mizzen.kernel.boot.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which configuration a verb works on. */
final class ConfigOptions {
  /** Where a configuration is looked for when none is named. */
  private static final List<String> USUAL = List.of("mizzen.yaml", "conf/mizzen.yaml");

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
    if (!configs.isEmpty()) {
      return configs;
    }
    for (String usual : USUAL) {
      if (Files.exists(Path.of(usual))) {
        return List.of(Path.of(usual));
      }
    }
    return List.of();
  }

  Options options(@Nullable Path instance) throws Failure {
    List<Path> found = found();
    if (found.isEmpty()) {
      throw new Failure(
          Exit.USAGE,
          "mizzen: no configuration: there is no "
              + String.join(" and no ", USUAL)
              + " here\n  help: name one: -c PATH; or try a proxy of one line: mizzen proxy --help");
    }
    return new Options(found, null, instance, Home.folder(), plugins);
  }

  /** For verbs that need plugins but no configuration: without one, only the bundled plugins. */
  Options optionsOrNone() {
    List<Path> found = found();
    String text = found.isEmpty() ? "version: 1\n" : null;
    return new Options(found, text, null, Home.folder(), plugins);
  }
}
