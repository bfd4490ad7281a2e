package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.Effective;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.model.RootConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the configuration's files still mean what runs. Reads them again only when one of them,
 * or a folder they are in, was touched since the last look. Background threads, one at a time.
 */
final class DiskState {
  private final ConfigSource source;
  private @Nullable Look last;

  /** What was found when the files had these times and sizes; no version if they have errors. */
  private record Look(TreeMap<Path, String> stamps, @Nullable String version) {}

  /** What the files say, compared with what runs. */
  enum Verdict {
    SAME,
    DIFFERS,
    /** They have errors: a reload would be refused. */
    BROKEN
  }

  DiskState(ConfigSource source) {
    this.source = source;
  }

  /**
   * Compares.
   *
   * @param files of what runs, by {@code Sources.names()}; what was no file has none
   * @param version of what runs
   */
  synchronized Verdict compare(List<String> files, String version) {
    Look look = last;
    if (look == null || !look.stamps().equals(stamps(look.stamps().keySet()))) {
      Loaded<RootConfig> loaded = source.load();
      RootConfig value = loaded.value();
      TreeMap<Path, String> stamps = stamps(withFolders(files));
      stamps.putAll(stamps(withFolders(loaded.sources().names())));
      look =
          new Look(stamps, value == null ? null : Effective.of(value, loaded.origins()).version());
      last = look;
    }
    if (look.version() == null) {
      return Verdict.BROKEN;
    }
    return version.equals(look.version()) ? Verdict.SAME : Verdict.DIFFERS;
  }

  /** A new file in a folder may be included: the folder's time tells. */
  private static List<Path> withFolders(List<String> files) {
    return files.stream()
        .map(file -> Path.of(file).toAbsolutePath())
        .flatMap(file -> java.util.stream.Stream.of(file, file.resolveSibling(".")))
        .distinct()
        .toList();
  }

  private static TreeMap<Path, String> stamps(Iterable<Path> paths) {
    TreeMap<Path, String> stamps = new TreeMap<>();
    paths.forEach(path -> stamps.put(path, stamp(path)));
    return stamps;
  }

  private static String stamp(Path path) {
    try {
      long size = Files.isDirectory(path) ? 0 : Files.size(path);
      return Files.getLastModifiedTime(path) + " " + size;
    } catch (IOException gone) {
      return "gone";
    }
  }
}
