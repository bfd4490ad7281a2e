package io.mizzen.kernel.plugin;

import io.mizzen.kernel.config.Json;
import io.mizzen.kernel.config.JsonSchema;
import io.mizzen.spi.ConfiguredFactory;
import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.route.RouterFactory;
import io.mizzen.spi.telemetry.MetricSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What a plugin offers, readable without loading a class of it: {@code META-INF/mizzen/plugin.json}
 * in its jar, written by its build from what {@code register} does. The code stays the truth;
 * {@code mizzen plugin verify} compares the two.
 *
 * @param tree ordered maps, lists, texts, numbers and truth values, as in the file
 */
public record PluginDescription(Map<String, Object> tree) {
  /** Where it stands in a jar. */
  public static final String ENTRY = "META-INF/mizzen/plugin.json";

  /** Moves when a reader of today could not read it any more. */
  private static final int FORMAT = 1;

  /**
   * A component of a plugin.
   *
   * @param kind such as {@code filter}
   * @param type the word users write
   * @param summary one sentence
   * @param stability in lower case
   */
  public record Component(String kind, String type, String summary, String stability) {}

  static PluginDescription of(
      PluginManifest manifest, String entryClass, Contribution contribution) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", FORMAT);
    tree.put("id", manifest.id());
    tree.put("version", manifest.version());
    tree.put("summary", manifest.summary());
    tree.put("license", manifest.license());
    tree.put("requires", requires(manifest));
    tree.put("base", manifest.base() == PluginManifest.Base.YES);
    tree.put("access", manifest.access());
    tree.put("entry", entryClass);
    tree.put(
        "components",
        contribution.registrations().stream().map(PluginDescription::component).toList());
    tree.put("points", contribution.points().stream().map(ExtensionPoint::kind).toList());
    tree.put("why", contribution.whys().stream().map(PluginDescription::why).toList());
    tree.put("metrics", contribution.metrics().stream().map(PluginDescription::metric).toList());
    return new PluginDescription(tree);
  }

  private static Map<String, Object> requires(PluginManifest manifest) {
    Map<String, Object> requires = new LinkedHashMap<>();
    requires.put("spi", manifest.requires());
    List<Object> plugins = new ArrayList<>();
    for (PluginManifest.Dependency dependency : manifest.dependencies()) {
      Map<String, Object> plugin = new LinkedHashMap<>();
      plugin.put("id", dependency.id());
      plugin.put("version", dependency.range());
      plugins.add(plugin);
    }
    requires.put("plugins", plugins);
    return requires;
  }

  private static Map<String, Object> component(Registration<?> registration) {
    ExtensionFactory factory = registration.factory();
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("kind", registration.point().kind());
    component.put("type", factory.type());
    component.put("summary", factory.summary());
    component.put("stability", factory.stability().name().toLowerCase(Locale.ROOT));
    component.put("class", factory.getClass().getName());
    component.putAll(schemas(factory));
    return component;
  }

  /** The JSON Schema of each record it is configured with, by where the record stands in YAML. */
  private static Map<String, Object> schemas(ExtensionFactory factory) {
    Map<String, Object> schemas = new LinkedHashMap<>();
    if (factory instanceof ProtocolFactory<?, ?> protocol) {
      schemas.put("config", JsonSchema.of(protocol.serverConfigType()));
      schemas.put("clientConfig", JsonSchema.of(protocol.clientConfigType()));
    } else if (factory instanceof RouterFactory<?, ?> router) {
      schemas.put("config", JsonSchema.of(router.configType()));
      schemas.put("route", JsonSchema.of(router.routeType()));
    } else if (factory instanceof ConfiguredFactory<?, ?> configured) {
      schemas.put("config", JsonSchema.of(configured.configType()));
    }
    return schemas;
  }

  private static Map<String, Object> why(Why why) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("word", why.word());
    entry.put("status", why.status().name().toLowerCase(Locale.ROOT));
    entry.put("meaning", why.meaning());
    return entry;
  }

  private static Map<String, Object> metric(MetricSpec metric) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", metric.name());
    entry.put("kind", metric.kind().name().toLowerCase(Locale.ROOT));
    entry.put("labels", metric.labels());
    entry.put("help", metric.help());
    return entry;
  }

  /**
   * The description in a plugin's jar, or null if it has none.
   *
   * @throws IOException if the jar or the description cannot be read
   */
  static @Nullable PluginDescription read(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(ENTRY);
      if (entry == null) {
        return null;
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
  }

  /** The text of the file. */
  String json() {
    return Json.write(tree);
  }

  /** JSON is YAML, so the parser of the configuration reads it. */
  static PluginDescription parse(String text) throws IOException {
    try {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      if (tree instanceof Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return new PluginDescription(copy);
      }
      throw new IOException(ENTRY + " is not an object");
    } catch (YAMLException e) {
      throw new IOException(ENTRY + " is not JSON: " + e.getMessage(), e);
    }
  }

  /** Its components, in order of registration. */
  public List<Component> components() {
    List<Component> components = new ArrayList<>();
    if (tree.get("components") instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> map) {
          components.add(
              new Component(
                  text(map, "kind"),
                  text(map, "type"),
                  text(map, "summary"),
                  text(map, "stability")));
        }
      }
    }
    return components;
  }

  private static String text(Map<?, ?> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }
}
