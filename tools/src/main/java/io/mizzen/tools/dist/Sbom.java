package io.mizzen.tools.dist;

import io.mizzen.kernel.config.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bill of materials: CycloneDX 1.5 as JSON, of everything in {@code lib/} and {@code plugins/}.
 * No time and a serial number made from the contents, so that it is the same for the same
 * distribution.
 */
final class Sbom {
  private static final String POM = "META-INF/maven/";

  /** Words of our list of licences that are SPDX expressions. */
  private static final String SPDX = "[A-Za-z0-9.+-]+";

  private final Map<String, Map<String, Object>> components = new TreeMap<>();
  private final Map<String, String> licences;

  private Sbom(Map<String, String> licences) {
    this.licences = licences;
  }

  /**
   * Describes a folder.
   *
   * @param root the distribution
   * @param parts its plugins
   */
  static String of(Path root, DistManifest.Dist dist, List<Part> parts) throws IOException {
    Sbom sbom = new Sbom(licences(root.resolve("share/licenses/THIRD-PARTY.md")));
    for (Path file : Staging.files(root.resolve("lib"))) {
      // What is in lib/native was taken out of these jars.
      if (file.toString().endsWith(".jar")) {
        sbom.library(file);
      }
    }
    for (Part part : parts) {
      sbom.plugin(part);
      Path libraries = root.resolve("plugins").resolve(part.id()).resolve("lib");
      if (Files.isDirectory(libraries)) {
        for (Path jar : Staging.files(libraries)) {
          sbom.library(jar);
        }
      }
    }
    return sbom.json(dist);
  }

  private String json(DistManifest.Dist dist) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("type", "application");
    whole.put("bom-ref", dist.name() + "@" + dist.version());
    whole.put("name", dist.name());
    whole.put("version", dist.version());
    if (!dist.summary().isEmpty()) {
      whole.put("description", dist.summary());
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("bomFormat", "CycloneDX");
    tree.put("specVersion", "1.5");
    byte[] contents = components.toString().getBytes(StandardCharsets.UTF_8);
    tree.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(contents));
    tree.put("version", 1);
    tree.put("metadata", Map.of("component", whole));
    tree.put("components", List.copyOf(components.values()));
    return Json.write(tree);
  }

  private void plugin(Part part) throws IOException {
    Coordinates coordinates = Coordinates.parse(part.source());
    Map<String, Object> component =
        component(
            "application",
            coordinates == null ? "" : coordinates.group(),
            part.id(),
            part.version(),
            part.sha256());
    if (coordinates != null) {
      component.put("purl", purl(coordinates));
    }
    licence(component, part.license());
    put(component);
  }

  private void library(Path jar) throws IOException {
    Coordinates found = coordinates(jar);
    String file = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
    java.util.regex.Matcher cut = java.util.regex.Pattern.compile("(.+?)-(\\d.*)").matcher(file);
    boolean isCut = cut.matches();
    String name = found != null ? found.artifact() : isCut ? cut.group(1) : file;
    String version = found != null ? found.version() : isCut ? cut.group(2) : "";
    Map<String, Object> component =
        component(
            "library", found == null ? "" : found.group(), name, version, Digests.sha256(jar));
    if (found != null) {
      component.put("purl", purl(found));
    }
    String licence = licences.get(name.startsWith("netty-") ? "netty-*" : name);
    licence(component, licence == null ? "" : licence);
    put(component);
  }

  private static Map<String, Object> component(
      String type, String group, String name, String version, String sha256) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("type", type);
    component.put("bom-ref", name + "@" + version + "#" + sha256.substring(0, 12));
    if (!group.isEmpty()) {
      component.put("group", group);
    }
    component.put("name", name);
    component.put("version", version);
    component.put("hashes", List.of(ordered("alg", "SHA-256", "content", sha256)));
    return component;
  }

  private static Map<String, Object> ordered(String a, Object of, String b, Object other) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, of);
    map.put(b, other);
    return map;
  }

  private void put(Map<String, Object> component) {
    components.put(String.valueOf(component.get("bom-ref")), component);
  }

  private static void licence(Map<String, Object> component, String licence) {
    if (licence.matches(SPDX)) {
      component.put("licenses", List.of(Map.of("license", Map.of("id", licence))));
    } else if (!licence.isEmpty()) {
      component.put("licenses", List.of(Map.of("license", Map.of("name", licence))));
    }
  }

  private static String purl(Coordinates of) {
    return "pkg:maven/" + of.group() + "/" + of.artifact() + "@" + of.version();
  }

  /** What a build by Maven wrote into a jar; null if it is not there or there are several. */
  private static @Nullable Coordinates coordinates(Path jar) throws IOException {
    List<Coordinates> found = new ArrayList<>();
    try (InputStream in = Files.newInputStream(jar);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().startsWith(POM) && entry.getName().endsWith("/pom.properties")) {
          Properties properties = new Properties();
          properties.load(new ByteArrayInputStream(zip.readAllBytes()));
          found.add(
              new Coordinates(
                  properties.getProperty("groupId", ""),
                  properties.getProperty("artifactId", ""),
                  properties.getProperty("version", "")));
        }
      }
    }
    return found.size() == 1 ? found.get(0) : null;
  }

  /** The table of licences of the distribution: library, licence. */
  private static Map<String, String> licences(Path file) throws IOException {
    Map<String, String> licences = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] cells = line.split("\\|", -1);
        if (cells.length > 3) {
          licences.put(cells[1].strip(), cells[2].strip());
        }
      }
    }
    return licences;
  }
}
