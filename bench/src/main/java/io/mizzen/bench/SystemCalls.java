package io.mizzen.bench;

import io.mizzen.bench.proxy.Tools;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts system calls of a process tree with perf, which needs the right to read trace points. */
final class SystemCalls {
  private static final String SECONDS = "2";

  private SystemCalls() {}

  static boolean available() {
    return Tools.output("perf", "stat", "-x,", "-e", "raw_syscalls:sys_enter", "true")
        .lines()
        .anyMatch(line -> line.matches("[0-9]+,.*raw_syscalls.*"));
  }

  /** Blocks for 2 seconds. */
  static double perSecond(long pid) throws IOException {
    String pids =
        ProcessHandle.of(pid).stream()
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
            .map(process -> Long.toString(process.pid()))
            .collect(Collectors.joining(","));
    // For people, not -x: only there does perf tell the time once, rather than a sum over threads.
    String text =
        Tools.output(
            "perf",
            "stat",
            "--no-big-num",
            "-e",
            "raw_syscalls:sys_enter",
            "-p",
            pids,
            "sleep",
            SECONDS);
    return number(text, "raw_syscalls:sys_enter") / number(text, "seconds time elapsed");
  }

  private static double number(String text, String before) throws IOException {
    Matcher number = Pattern.compile("([0-9.]+) +" + before).matcher(text);
    if (!number.find()) {
      throw new IOException("perf told no " + before + ": " + text);
    }
    return Double.parseDouble(number.group(1));
  }
}
