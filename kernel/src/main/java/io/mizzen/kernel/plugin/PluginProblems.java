package io.mizzen.kernel.plugin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with the plugins, so that a user sees all of it at once. */
public final class PluginProblems {
  private final List<PluginProblem> problems = new ArrayList<>();
  private final Set<String> broken = new HashSet<>();

  /** Adds a problem. */
  public void add(PluginProblem problem) {
    problems.add(problem);
    if (problem.severity() == PluginProblem.Severity.ERROR) {
      broken.add(problem.file());
    }
  }

  void error(String code, String file, String message, @Nullable String help) {
    add(PluginProblem.error(code, file, message, help));
  }

  void warning(String code, String file, String message, @Nullable String help) {
    add(PluginProblem.warning(code, file, message, help));
  }

  /** Whether that file has an error. */
  boolean breaks(String file) {
    return broken.contains(file);
  }

  /** Whether there is an error. */
  public boolean hasErrors() {
    return !broken.isEmpty();
  }

  /** Whether there is nothing to say. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Everything found, in the order it was found. */
  public List<PluginProblem> all() {
    return List.copyOf(problems);
  }

  /**
   * All problems for people: a line with file, code and message, and a line with the help below it.
   * Empty when there are none.
   */
  public String print() {
    int width = problems.stream().mapToInt(p -> p.file().length()).max().orElse(0);
    // A long path should not push every message off the screen.
    int column = Math.min(width, 48);
    StringBuilder out = new StringBuilder();
    for (PluginProblem problem : problems) {
      String indent = " ".repeat(column + 4);
      out.append("  ").append(pad(problem.file(), column)).append("  ");
      out.append(problem.severity().word()).append('[').append(problem.code()).append("]: ");
      out.append(problem.message().replace("\n", "\n" + indent)).append('\n');
      if (problem.help() != null) {
        out.append(indent).append("help: ").append(problem.help()).append('\n');
      }
    }
    return out.toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
