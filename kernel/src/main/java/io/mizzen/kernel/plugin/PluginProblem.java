package io.mizzen.kernel.plugin;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with the installed plugins.
 *
 * @param code {@code MZ3...}
 * @param severity whether it stops the start
 * @param file the plugin's file as the user knows it, or what the problem is about
 * @param message one line
 * @param help what to do; null when there is nothing to add
 */
public record PluginProblem(
    String code, Severity severity, String file, String message, @Nullable String help) {

  /** Whether a problem stops the start. */
  public enum Severity {
    ERROR,
    WARNING;

    /** As it is printed. */
    public String word() {
      return this == ERROR ? "error" : "warning";
    }
  }

  /** {@code file: error[MZ3002]: message}, for a log. */
  public String line() {
    return file + ": " + severity.word() + "[" + code + "]: " + message;
  }

  static PluginProblem error(String code, String file, String message, @Nullable String help) {
    return new PluginProblem(code, Severity.ERROR, file, message, help);
  }

  static PluginProblem warning(String code, String file, String message, @Nullable String help) {
    return new PluginProblem(code, Severity.WARNING, file, message, help);
  }
}
