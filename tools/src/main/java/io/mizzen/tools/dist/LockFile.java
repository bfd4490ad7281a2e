package io.mizzen.tools.dist;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.kernel.config.ConfigLoader;
import io.mizzen.kernel.config.ExtensionCatalog;
import io.mizzen.kernel.config.Loaded;
import io.mizzen.kernel.config.Substitutions;
import io.mizzen.spi.config.Default;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code mizzen-dist.lock}: what exactly was built, by hash. Written by the builder, committed
 * beside the manifest; the same lock gives the same bytes.
 */
record LockFile(
    int format,
    String name,
    String release,
    Kernel mizzen,
    List<Plugin> plugins,
    @Default("") String base) {

  /** What is not a plugin: start script, kernel and its libraries. */
  record Kernel(String version, String sha256) {}

  /** One plugin. */
  record Plugin(String id, String version, String source, String sha256) {}

  static @Nullable LockFile read(Path file) throws Failure {
    if (!java.nio.file.Files.exists(file)) {
      return null;
    }
    Loaded<LockFile> loaded =
        new ConfigLoader(ExtensionCatalog.empty(), Substitutions.none())
            .load(LockFile.class, List.of(file));
    loaded.finish();
    LockFile value = loaded.value();
    if (value == null || loaded.problems().hasErrors()) {
      throw new Failure(
          Exit.USAGE,
          loaded.report() + "help: the file is written by 'mizzen dist lock'; write it anew");
    }
    return value;
  }

  @Nullable Plugin plugin(String id) {
    return plugins.stream().filter(plugin -> plugin.id().equals(id)).findFirst().orElse(null);
  }

  /** The text of the file; the same lock, the same text. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Written by 'mizzen dist'. Commit it beside the manifest.\n");
    text.append("format: ").append(format).append('\n');
    text.append("name: ").append(quoted(name)).append('\n');
    text.append("release: ").append(quoted(release)).append('\n');
    text.append("mizzen:\n");
    text.append("  version: ").append(quoted(mizzen.version())).append('\n');
    text.append("  sha256: ").append(quoted(mizzen.sha256())).append('\n');
    text.append(plugins.isEmpty() ? "plugins: []\n" : "plugins:\n");
    for (Plugin plugin : plugins) {
      text.append("  - id: ").append(quoted(plugin.id())).append('\n');
      text.append("    version: ").append(quoted(plugin.version())).append('\n');
      text.append("    source: ").append(quoted(plugin.source())).append('\n');
      text.append("    sha256: ").append(quoted(plugin.sha256())).append('\n');
    }
    if (!base.isEmpty()) {
      text.append("base: ").append(quoted(base)).append('\n');
    }
    return text.toString();
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${") + "\"";
  }

  /** What differs, one line each, this one being the newer. */
  List<String> changesSince(LockFile old) {
    List<String> lines = new ArrayList<>();
    if (!old.release().equals(release) || !old.name().equals(name)) {
      lines.add(old.name() + " " + old.release() + " -> " + name + " " + release);
    }
    if (!old.mizzen().equals(mizzen)) {
      lines.add(
          "mizzen "
              + (old.mizzen().version().equals(mizzen.version())
                  ? mizzen.version() + " (other contents)"
                  : old.mizzen().version() + " -> " + mizzen.version()));
    }
    for (Plugin plugin : plugins) {
      Plugin before = old.plugin(plugin.id());
      if (before == null) {
        lines.add("+ " + plugin.id() + " " + plugin.version());
      } else if (!before.version().equals(plugin.version())) {
        lines.add(plugin.id() + " " + before.version() + " -> " + plugin.version());
      } else if (!before.sha256().equals(plugin.sha256())) {
        lines.add(plugin.id() + " " + plugin.version() + " (other contents)");
      }
    }
    for (Plugin before : old.plugins()) {
      if (plugin(before.id()) == null) {
        lines.add("- " + before.id() + " " + before.version());
      }
    }
    if (!old.base().equals(base)) {
      lines.add("base image " + (base.isEmpty() ? "none" : base));
    }
    return lines;
  }
}
