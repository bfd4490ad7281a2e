package io.mizzen.tools.author;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Waits until source files change and are quiet again. It looks rather than being told: editors
 * replace files, and watch services of mounted folders tell nothing.
 */
final class SourceWatch {
  /** Quick enough for a person, nothing for a machine. */
  private static final long LOOK_NANOS = 200_000_000;

  private final List<Path> roots;
  private TreeMap<Path, String> known;

  SourceWatch(List<Path> roots) {
    this.roots = List.copyOf(roots);
    this.known = look();
  }

  /**
   * Returns after a change, when two looks in a row were the same.
   *
   * @return the files that came, went or changed
   */
  Set<Path> await() {
    TreeMap<Path, String> now = look();
    while (now.equals(known)) {
      LockSupport.parkNanos(LOOK_NANOS);
      now = look();
    }
    TreeMap<Path, String> before = known;
    while (!now.equals(before)) {
      before = now;
      LockSupport.parkNanos(LOOK_NANOS);
      now = look();
    }
    Set<Path> changed = new TreeSet<>();
    for (Map.Entry<Path, String> file : now.entrySet()) {
      if (!file.getValue().equals(known.get(file.getKey()))) {
        changed.add(file.getKey());
      }
    }
    for (Path file : known.keySet()) {
      if (!now.containsKey(file)) {
        changed.add(file);
      }
    }
    known = now;
    return changed;
  }

  private TreeMap<Path, String> look() {
    TreeMap<Path, String> found = new TreeMap<>();
    for (Path root : roots) {
      try (Stream<Path> files = Files.walk(root)) {
        files.filter(Files::isRegularFile).forEach(file -> found.put(file, stamp(file)));
      } catch (IOException | UncheckedIOException e) {
        // In the middle of being replaced; the next look sees it.
        found.put(root, String.valueOf(e.getMessage()));
      }
    }
    return found;
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException gone) {
      return "gone";
    }
  }
}
