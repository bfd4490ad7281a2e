package io.mizzen.kernel.plugin;

/** What a user reads when plugins are broken. */
public final class PluginReport {
  private PluginReport() {}

  /** Why the process does not start; several lines, the last one ends with a newline. */
  public static String refusal(PluginSet plugins) {
    int fine = plugins.plugins().size();
    return "cannot start: the plugin folder is not in order\n"
        + plugins.problems().print()
        + (fine == 1 ? "1 plugin is fine." : fine + " plugins are fine.")
        + " To run without the broken ones: plugins.onLoadError: skip\n";
  }
}
