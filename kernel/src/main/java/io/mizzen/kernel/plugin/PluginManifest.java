package io.mizzen.kernel.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * What a plugin's {@code MANIFEST.MF} says; the build writes it from the pom.
 *
 * @param id {@code Plugin-Id}
 * @param version {@code Plugin-Version}
 * @param requires {@code Plugin-Requires}: the SPI range as written, not yet parsed
 * @param dependencies {@code Plugin-Dependencies}
 * @param base {@code Plugin-Base}: whether other plugins may depend on it
 * @param summary {@code Plugin-Description}
 * @param license {@code Plugin-License}, SPDX
 * @param access {@code Plugin-Access}: the words of {@link Access} it declares
 */
public record PluginManifest(
    String id,
    String version,
    String requires,
    List<Dependency> dependencies,
    Base base,
    String summary,
    String license,
    List<String> access) {

  /** Whether other plugins may stand on this one. */
  public enum Base {
    YES,
    NO
  }

  /**
   * A plugin this one stands on.
   *
   * @param id its id
   * @param range the range as written, PF4J's form {@code id@range}; empty if there is none
   */
  public record Dependency(String id, String range) {
    @Override
    public String toString() {
      return range.isEmpty() ? id : id + " " + range;
    }
  }

  /** The part every other rule builds on, or null after telling what is missing. */
  static @Nullable PluginManifest read(Attributes main, String file, PluginProblems problems) {
    String id = value(main, "Plugin-Id");
    String version = value(main, "Plugin-Version");
    if (id.isEmpty() && version.isEmpty()) {
      problems.error(
          "MZ3001",
          file,
          "not a plugin: its manifest has no Plugin-Id",
          "is this a library? libraries belong inside a plugin jar, under META-INF/lib");
      return null;
    }
    if (!isId(id)) {
      problems.error(
          "MZ3010",
          file,
          "Plugin-Id '" + id + "' is not lower case words joined by '-'",
          "set it in the plugin's build, for example Plugin-Id: protocol-acme");
      return null;
    }
    if (id.equals(Registry.KERNEL)) {
      problems.error("MZ3010", file, "Plugin-Id 'kernel' is taken by the kernel itself", null);
      return null;
    }
    if (Version.parse(version) == null) {
      problems.error(
          "MZ3010",
          file,
          "Plugin-Version '" + version + "' is not a version with three numbers",
          "set it in the plugin's build, for example Plugin-Version: 1.3.0");
      return null;
    }
    return new PluginManifest(
        id,
        version,
        value(main, "Plugin-Requires"),
        dependencies(value(main, "Plugin-Dependencies")),
        value(main, "Plugin-Base").equalsIgnoreCase("true") ? Base.YES : Base.NO,
        value(main, "Plugin-Description"),
        value(main, "Plugin-License"),
        words(value(main, "Plugin-Access")));
  }

  /** {@code [a-z][a-z0-9]*(-[a-z0-9]+)*}, without a pattern: every start asks for every plugin. */
  private static boolean isId(String id) {
    char before = '-';
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean isLetter = c >= 'a' && c <= 'z';
      boolean isDigit = c >= '0' && c <= '9' && i > 0;
      if (!isLetter && !isDigit && (c != '-' || before == '-')) {
        return false;
      }
      before = c;
    }
    return before != '-';
  }

  private static String value(Attributes main, String name) {
    String value = main.getValue(name);
    return value == null ? "" : value.strip();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String part : text.split(",")) {
      if (!part.isBlank()) {
        words.add(part.strip());
      }
    }
    return List.copyOf(words);
  }

  private static List<Dependency> dependencies(String text) {
    List<Dependency> dependencies = new ArrayList<>();
    for (String part : text.split(",")) {
      String word = part.strip();
      int at = word.indexOf('@');
      if (!word.isEmpty()) {
        dependencies.add(
            at < 0
                ? new Dependency(word, "")
                : new Dependency(word.substring(0, at).strip(), word.substring(at + 1).strip()));
      }
    }
    return List.copyOf(dependencies);
  }
}
