package io.mizzen.cli;

import io.mizzen.kernel.boot.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which files a command works on. */
final class ConfigFiles {
  /** Where a configuration is looked for when none is named. */
  private static final List<String> USUAL = List.of("mizzen.yaml", "conf/mizzen.yaml");

  private ConfigFiles() {}

  /** Those that are named, else the usual one if it is there. */
  static List<Path> found(List<Path> named) {
    if (!named.isEmpty()) {
      return named;
    }
    for (String usual : USUAL) {
      if (Files.exists(Path.of(usual))) {
        return List.of(Path.of(usual));
      }
    }
    return List.of();
  }

  /**
   * What they make of a process.
   *
   * @throws Failure if there are none
   */
  static Options options(List<Path> named, List<Path> plugins, @Nullable Path instance)
      throws Failure {
    List<Path> found = found(named);
    if (found.isEmpty()) {
      throw new Failure(
          Exit.USAGE,
          "mizzen: no configuration: there is no "
              + String.join(" and no ", USUAL)
              + " here\n  help: name one: -c PATH; or try a proxy of one line: mizzen proxy --help");
    }
    return new Options(found, null, instance, Home.folder(), plugins);
  }
}
