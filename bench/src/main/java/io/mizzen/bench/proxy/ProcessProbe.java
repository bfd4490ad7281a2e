package io.mizzen.bench.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads {@code /proc} for a process and, if asked, its descendants: a master counts with its
 * workers. Any thread.
 */
public final class ProcessProbe {
  /** Fields of /proc/PID/stat behind the name, which may itself hold blanks: utime and stime. */
  private static final int UTIME = 11;

  private static final int STIME = 12;

  private static final long KIB = 1024;

  /** Whose figures are added up. */
  public enum Scope {
    ALONE,
    WITH_DESCENDANTS
  }

  private final ProcessHandle root;
  private final Scope scope;
  private final int core;
  private volatile List<Path> tree; // written by whoever looks, as a whole

  /**
   * @param core the core the tree is pinned to, to see whom else it serves
   */
  public ProcessProbe(ProcessHandle root, Scope scope, int core) {
    this.root = root;
    this.scope = scope;
    this.core = core;
    tree = look();
  }

  /** Looks for new descendants. Takes milliseconds, which the edge of a window cannot wait for. */
  public void refresh() {
    tree = look();
  }

  public CpuReading cpu() {
    long user = 0;
    long system = 0;
    Map<Long, Long> threads = new HashMap<>();
    for (Path process : tree) {
      String stat = read(process.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
      if (fields.length > STIME) {
        user += Long.parseLong(fields[UTIME]);
        system += Long.parseLong(fields[STIME]);
        addThreads(process, threads);
      }
    }
    return new CpuReading(user, system, threads, busyTicks());
  }

  private static void addThreads(Path process, Map<Long, Long> threads) {
    for (Path task : list(process.resolve("task"))) {
      String[] fields = read(task.resolve("schedstat")).split(" ");
      if (!fields[0].isEmpty()) {
        threads.put(Long.valueOf(task.getFileName().toString()), Long.valueOf(fields[0]));
      }
    }
  }

  /** Bytes of memory that is resident; what processes of the tree share counts for each. */
  public long residentBytes() {
    refresh();
    long bytes = 0;
    for (Path process : tree) {
      bytes +=
          read(process.resolve("status"))
              .lines()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
              .sum();
    }
    return bytes;
  }

  /** All time but idle and iowait that the core has spent. */
  private long busyTicks() {
    return read(Path.of("/proc/stat"))
        .lines()
        .filter(line -> line.startsWith("cpu" + core + " "))
        .mapToLong(ProcessProbe::busy)
        .sum();
  }

  private static long busy(String line) {
    // cpuN user nice system idle iowait irq softirq steal: guest times are part of user already.
    String[] fields = line.split(" ");
    long ticks = 0;
    for (int i = 1; i <= 8 && i < fields.length; i++) {
      if (i != 4 && i != 5) {
        ticks += Long.parseLong(fields[i]);
      }
    }
    return ticks;
  }

  private List<Path> look() {
    List<Path> processes = new ArrayList<>();
    Stream.concat(Stream.of(root), scope == Scope.ALONE ? Stream.empty() : root.descendants())
        .forEach(process -> processes.add(Path.of("/proc", Long.toString(process.pid()))));
    return processes;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // ended meanwhile
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // ended meanwhile
    }
  }
}
