package io.mizzen.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks twice a second whether YAML files changed. Polling, because editors replace files, folders
 * are mounted over, and watch services of network file systems tell nothing.
 */
final class FileWatch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;

  /** Includes are beside the configuration or in a folder below. */
  private static final int DEPTH = 3;

  private final List<Path> roots;
  private final Runnable changed;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mizzen-watch");
            thread.setDaemon(true);
            return thread;
          });
  private TreeMap<Path, String> known;

  FileWatch(List<Path> roots, Runnable changed) {
    this.roots = List.copyOf(roots);
    this.changed = changed;
    this.known = look();
    clock.scheduleWithFixedDelay(
        this::compare, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Looks once; called by the clock. */
  void compare() {
    TreeMap<Path, String> now = look();
    if (!now.equals(known)) {
      known = now;
      changed.run();
    }
  }

  private TreeMap<Path, String> look() {
    TreeMap<Path, String> found = new TreeMap<>();
    for (Path root : roots) {
      Path absolute = root.toAbsolutePath();
      Path parent = absolute.getParent();
      Path folder = Files.isDirectory(absolute) || parent == null ? absolute : parent;
      try (Stream<Path> files = Files.walk(folder, DEPTH)) {
        files.filter(FileWatch::isYaml).forEach(file -> found.put(file, stamp(file)));
      } catch (IOException | java.io.UncheckedIOException e) {
        found.put(folder, String.valueOf(e.getMessage()));
      }
      found.put(absolute, stamp(absolute));
    }
    return found;
  }

  private static boolean isYaml(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file)
          + " "
          + (Files.isDirectory(file) ? 0 : Files.size(file));
    } catch (IOException gone) {
      return "gone";
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
