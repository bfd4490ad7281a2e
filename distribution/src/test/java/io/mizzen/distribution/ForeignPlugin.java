package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A plugin of somebody else: compiled here from a source text against the SPI of the assembled
 * distribution, and nothing else of this tree.
 */
final class ForeignPlugin {
  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));

  /** A filter that puts a field into every answer. */
  static final String STAMP =
      """
      package com.acme.stamp;

      import io.mizzen.spi.*;
      import io.mizzen.spi.config.*;
      import io.mizzen.spi.protocol.*;
      import io.mizzen.spi.stream.*;

      public final class Stamp implements MizzenPlugin {
        public record Config(@Default("yes") @Doc("The value.") String value) {}

        static final class Factory implements StreamFilterFactory<Config> {
          public String type() { return "TYPE"; }
          public String summary() { return "Stamps answers."; }
          public Class<Config> configType() { return Config.class; }
          public StreamFilter create(Config config, Host host) {
            return new StreamFilter() {
              public FilterStatus onResponse(ResponseHead head, StreamContext stream) {
                head.set("x-acme-stamp", config.value());
                return FilterStatus.CONTINUE;
              }
            };
          }
        }

        public void register(ExtensionRegistrar registrar) {
          registrar.add(ExtensionPoints.STREAM_FILTERS, new Factory());
          EXTRA
        }
      }
      """;

  private ForeignPlugin() {}

  /** A stamp with a type of its own. */
  static String stamp(String type) {
    return STAMP.replace("TYPE", type).replace("EXTRA", "");
  }

  /**
   * Writes a jar.
   *
   * @param source a class in a file of its own
   * @param attributes of its manifest, beside the usual ones
   */
  static Path jar(
      Path jar, Path scratch, String className, String source, Map<String, String> attributes)
      throws IOException {
    Path classes = Files.createDirectories(scratch.resolve("classes"));
    Path file = scratch.resolve("src").resolve(className.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    compile(classes, distribution(), List.of(file));
    return pack(jar, classes, className, attributes);
  }

  /** Names the class of a plugin among its classes. */
  static void service(Path classes, String className) throws IOException {
    Path service = classes.resolve("META-INF/services/io.mizzen.spi.MizzenPlugin");
    Files.createDirectories(service.getParent());
    Files.writeString(service, className + "\n");
  }

  /** Packs what was compiled. */
  static Path pack(Path jar, Path classes, String className, Map<String, String> attributes)
      throws IOException {
    service(classes, className);
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(main::putValue);
    Files.createDirectories(jar.getParent());
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, out);
      }
    }
    return jar;
  }

  /** What a manifest usually says. */
  static Map<String, String> manifest(String id, String version) {
    return Map.of(
        "Plugin-Id", id,
        "Plugin-Version", version,
        "Plugin-Requires", ">=0.1.0 & <1.0.0",
        "Plugin-Description", "A plugin of a test.",
        "Plugin-License", "Apache-2.0");
  }

  /** The jars of the assembled distribution that a plugin may be compiled against. */
  static List<Path> distribution() throws IOException {
    try (Stream<Path> lib = Files.list(HOME.resolve("lib"))) {
      return lib.sorted().toList();
    }
  }

  static void compile(Path classes, List<Path> classPath, List<Path> sources) throws IOException {
    List<String> words = new ArrayList<>(List.of("-nowarn", "-proc:none", "--release", "17"));
    words.add("-cp");
    words.add(String.join(":", classPath.stream().map(Path::toString).toList()));
    words.addAll(List.of("-d", Files.createDirectories(classes).toString()));
    sources.forEach(source -> words.add(source.toString()));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler().run(null, said, said, words.toArray(new String[0]));
    assertEquals(0, result, () -> said.toString(StandardCharsets.UTF_8));
  }
}
