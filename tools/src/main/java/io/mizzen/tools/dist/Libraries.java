package io.mizzen.tools.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The libraries of distributions, as their bills of materials tell. */
final class Libraries {
  private Libraries() {}

  /** One line for each library that came, went or has another version. */
  static List<String> changes(Path old, Path now) throws IOException {
    Map<String, String> before = read(old);
    Map<String, String> after = read(now);
    List<String> lines = new ArrayList<>();
    after.forEach(
        (name, version) -> {
          String other = before.get(name);
          if (other == null) {
            lines.add("+ library " + name + " " + version);
          } else if (!other.equals(version)) {
            lines.add("library " + name + " " + other + " -> " + version);
          }
        });
    before.forEach(
        (name, version) -> {
          if (!after.containsKey(name)) {
            lines.add("- library " + name + " " + version);
          }
        });
    return lines;
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> libraries = new TreeMap<>();
    Path file = folder.resolve("sbom.cdx.json");
    Object tree =
        Files.exists(file)
            ? new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file))
            : Map.of();
    if (tree instanceof Map<?, ?> bom && bom.get("components") instanceof List<?> components) {
      for (Object each : components) {
        if (each instanceof Map<?, ?> component && "library".equals(component.get("type"))) {
          libraries.merge(
              String.valueOf(component.get("name")),
              String.valueOf(component.get("version")),
              (a, b) -> a.equals(b) ? a : a + " and " + b);
        }
      }
    }
    return libraries;
  }
}
