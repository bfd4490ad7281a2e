package io.mizzen.bench;

import io.mizzen.bench.proxy.Tools;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts system calls of a process tree: with perf, which needs the right to read trace points,
 * else with strace, which slows the process so much that calls of waiting count for more than they
 * should.
 */
enum SystemCalls {
  PERF {
    @Override
    List<String> command(List<String> pids) {
      // For people, not -x: only there does perf tell the time once, rather than a sum over
      // threads.
      return List.of(
          "perf",
          "stat",
          "--no-big-num",
          "-e",
          "raw_syscalls:sys_enter",
          "-p",
          String.join(",", pids),
          "sleep",
          SECONDS);
    }

    @Override
    double perSecond(String told) throws IOException {
      return number(told, "([0-9.]+) +raw_syscalls:sys_enter")
          / number(told, "([0-9.]+) +seconds time elapsed");
    }
  },
  STRACE {
    @Override
    List<String> command(List<String> pids) {
      return List.of(
          "timeout",
          "-s",
          "INT",
          SECONDS,
          "strace",
          "-f",
          "-c",
          "-U",
          "calls,name",
          "-p",
          String.join(",", pids));
    }

    @Override
    double perSecond(String told) throws IOException {
      return number(told, "([0-9]+) +total") / Double.parseDouble(SECONDS);
    }
  };

  private static final String SECONDS = "2";

  abstract List<String> command(List<String> pids);

  abstract double perSecond(String told) throws IOException;

  /** The better one that works here. */
  static Optional<SystemCalls> available() {
    if (Tools.output("perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter", "true")
        .lines()
        .anyMatch(line -> line.matches("[0-9]+,.*raw_syscalls.*"))) {
      return Optional.of(PERF);
    }
    return Tools.output("strace", "-c", "-U", "calls,name", "true").contains("total")
        ? Optional.of(STRACE)
        : Optional.empty();
  }

  /** Blocks for 2 seconds. */
  double perSecond(long pid) throws IOException {
    List<String> pids =
        ProcessHandle.of(pid).stream()
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
            .map(process -> Long.toString(process.pid()))
            .collect(Collectors.toList());
    return perSecond(Tools.output(command(pids).toArray(String[]::new)));
  }

  private static double number(String text, String pattern) throws IOException {
    Matcher number = Pattern.compile(pattern).matcher(text);
    if (!number.find()) {
      throw new IOException("no count of system calls: " + text);
    }
    return Double.parseDouble(number.group(1));
  }
}
