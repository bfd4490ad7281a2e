package io.mizzen.kernel.plugin;

import io.mizzen.spi.MizzenPlugin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;

/**
 * A step of a plugin's build: runs {@code register} and writes what it did to {@code
 * META-INF/mizzen/plugin.json} beside the classes. The same classes give the same bytes.
 */
public final class DescribePlugin {
  private DescribePlugin() {}

  /**
   * @param arguments the folder with the plugin's classes, then the main attributes of its future
   *     manifest as {@code Name=value}
   * @throws IOException if the description cannot be written
   */
  public static void main(String... arguments) throws IOException {
    Path classes = Path.of(arguments[0]);
    Path service = classes.resolve(JarExamination.SERVICE_FILE);
    if (!Files.exists(service)) {
      throw new IOException("a plugin names its class in " + service);
    }
    Attributes attributes = new Attributes();
    for (String argument : List.of(arguments).subList(1, arguments.length)) {
      int equals = argument.indexOf('=');
      attributes.putValue(argument.substring(0, equals), argument.substring(equals + 1));
    }
    PluginProblems problems = new PluginProblems();
    PluginManifest manifest = PluginManifest.read(attributes, classes.toString(), problems);
    if (manifest == null) {
      throw new IOException(problems.print());
    }
    String entryClass = Files.readString(service, StandardCharsets.UTF_8).strip();
    Contribution contribution =
        DescribingRegistrar.contributionOf(manifest.id(), create(entryClass));
    Path file = classes.resolve(PluginDescription.ENTRY);
    Files.createDirectories(file.getParent());
    PluginDescription description = PluginDescription.of(manifest, entryClass, contribution);
    Files.writeString(file, description.json(), StandardCharsets.UTF_8);
  }

  private static MizzenPlugin create(String name) throws IOException {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<?> type = Class.forName(name, true, loader);
      return (MizzenPlugin) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IOException(
          String.format(Locale.ROOT, "%s cannot be made a MizzenPlugin: %s", name, e), e);
    }
  }
}
