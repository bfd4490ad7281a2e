package io.mizzen.kernel.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the files of a pattern such as {@code conf.d/*.yaml}, sorted by name. Hidden names are
 * passed over unless asked for: a mounted config map keeps its versions in them.
 */
final class FileGlob {
  private FileGlob() {}

  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /**
   * @param directory where a relative pattern starts; may be the empty path
   */
  static List<Path> find(Path directory, String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    found.add(pattern.startsWith("/") ? Path.of("/") : directory);
    for (String segment : pattern.split("/")) {
      if (!segment.isEmpty()) {
        found = expand(found, segment);
      }
    }
    return found.stream().filter(Files::isRegularFile).toList();
  }

  /** The YAML files of a folder. */
  static List<Path> inFolder(Path folder) throws IOException {
    return find(folder, "*.{yaml,yml}");
  }

  private static List<Path> expand(List<Path> directories, String segment) throws IOException {
    List<Path> next = new ArrayList<>();
    for (Path directory : directories) {
      if (!isPattern(segment)) {
        Path child = directory.resolve(segment);
        if (Files.exists(child)) {
          next.add(child);
        }
        continue;
      }
      PathMatcher matcher = directory.getFileSystem().getPathMatcher("glob:" + segment);
      Path listed = directory.toString().isEmpty() ? Path.of(".") : directory;
      if (Files.isDirectory(listed)) {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(listed)) {
          children.forEach(child -> names.add(child.getFileName()));
        }
        names.stream()
            .filter(n -> matcher.matches(n))
            .filter(n -> segment.startsWith(".") || !n.toString().startsWith("."))
            .sorted()
            .forEach(n -> next.add(directory.resolve(n)));
      }
    }
    return next;
  }
}
