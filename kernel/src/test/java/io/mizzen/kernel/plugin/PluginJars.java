package io.mizzen.kernel.plugin;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes plugin jars for tests: compiles sources and packs them with a manifest. */
final class PluginJars {
  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

  /** One for all: most of a small compilation is opening the class path. */
  private static final StandardJavaFileManager FILES =
      JAVAC.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);

  private static final Map<String, Map<String, byte[]>> COMPILED = new HashMap<>();

  private final Path work;
  private int count;

  /**
   * @param work an empty folder for what lies between sources and jars
   */
  PluginJars(Path work) {
    this.work = work;
  }

  /** A plugin that is right in everything, to be bent. */
  PluginJar plugin(String id) {
    return new PluginJar(id);
  }

  /** A plugin with one stream filter of that type. */
  PluginJar filter(String id, String type) {
    return plugin(id).registers(addFilter(type));
  }

  /** The statement that registers a filter. */
  static String addFilter(String type) {
    return "registrar.add(io.mizzen.spi.ExtensionPoints.STREAM_FILTERS, new AFilter(\""
        + type
        + "\"));";
  }

  /** A library jar of one class {@code lib.Which} that tells its version. */
  Path library(String version) throws IOException {
    return library(
        "lib.Which",
        "package lib; public class Which { public static String version() { return \""
            + version
            + "\"; } }");
  }

  /** A library jar of one class. */
  Path library(String className, String source) throws IOException {
    Path jar = work.resolve("library-" + ++count + ".jar");
    pack(jar, compile(Map.of(className, source), List.of()));
    return jar;
  }

  /** A library jar of one file. */
  Path libraryOf(String name, byte[] bytes) throws IOException {
    Path jar = work.resolve("library-" + ++count + ".jar");
    pack(jar, Map.of(name, bytes));
    return jar;
  }

  /** Compiles each set of sources once per test run. */
  private Map<String, byte[]> compile(Map<String, String> sources, List<Path> classPath)
      throws IOException {
    String key = classPath.isEmpty() ? sources.toString() : "";
    Map<String, byte[]> known = COMPILED.get(key);
    if (known != null) {
      return known;
    }
    Path classes = Files.createDirectories(work.resolve("classes-" + ++count));
    String path =
        Stream.concat(
                classPath.stream().map(Path::toString),
                Stream.of(System.getProperty("java.class.path")))
            .collect(Collectors.joining(File.pathSeparator));
    StringWriter messages = new StringWriter();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    List<String> options = List.of("-d", classes.toString(), "-cp", path, "-proc:none");
    if (!JAVAC.getTask(messages, FILES, null, options, null, units).call()) {
      throw new AssertionError(messages.toString());
    }
    Map<String, byte[]> compiled = filesBelow(classes);
    if (!key.isEmpty()) {
      COMPILED.put(key, compiled);
    }
    return compiled;
  }

  private static Map<String, byte[]> filesBelow(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static void pack(Path jar, Map<String, byte[]> files) throws IOException {
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** One plugin under construction; valid unless told otherwise. */
  final class PluginJar {
    private final String id;
    private final String folder;
    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<Path> libraries = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private String constructor = "";
    private String register = "";

    PluginJar(String id) {
      this.id = id;
      folder = "p_" + id.replace('-', '_');
      manifest.put("Plugin-Id", id);
      manifest.put("Plugin-Version", "1.0.0");
      manifest.put("Plugin-Requires", ">=0.1.0 & <1.0.0");
      manifest.put("Plugin-Description", "Tests " + id + ".");
      manifest.put("Plugin-License", "Apache-2.0");
      service(folder + ".Entry");
    }

    PluginJar manifest(String name, String value) {
      manifest.put(name, value);
      return this;
    }

    PluginJar without(String name) {
      manifest.remove(name);
      return this;
    }

    PluginJar version(String version) {
      return manifest("Plugin-Version", version);
    }

    PluginJar requires(String range) {
      return manifest("Plugin-Requires", range);
    }

    PluginJar base() {
      return manifest("Plugin-Base", "true");
    }

    PluginJar dependsOn(String dependencies) {
      return manifest("Plugin-Dependencies", dependencies);
    }

    /** The body of {@code register(ExtensionRegistrar registrar)}. */
    PluginJar registers(String statements) {
      register += statements;
      return this;
    }

    /** The body of the constructor. */
    PluginJar constructor(String statements) {
      constructor += statements;
      return this;
    }

    PluginJar source(String className, String text) {
      sources.put(className, text);
      return this;
    }

    PluginJar service(String text) {
      return file(
          "META-INF/services/io.mizzen.spi.MizzenPlugin", text.getBytes(StandardCharsets.UTF_8));
    }

    PluginJar file(String name, byte[] bytes) {
      files.put(name, bytes);
      return this;
    }

    /** A library that travels in the jar and is compiled against. */
    PluginJar library(Path jar) {
      libraries.add(jar);
      return this;
    }

    /** Only compiled against. */
    PluginJar compiledWith(Path jar) {
      classPath.add(jar);
      return this;
    }

    /** Packs {@code <id>.jar} in a folder. */
    Path jarIn(Path target) throws IOException {
      return jar(target.resolve(id + ".jar"));
    }

    Path jar(Path jar) throws IOException {
      Map<String, byte[]> content = new LinkedHashMap<>();
      content.put("META-INF/MANIFEST.MF", manifestText());
      content.putAll(classes());
      content.putAll(files);
      for (Path library : libraries) {
        content.put("META-INF/lib/" + library.getFileName(), Files.readAllBytes(library));
      }
      pack(jar, content);
      return jar;
    }

    /** Packs {@code <id>/<id>.jar} and {@code <id>/lib/} in a folder, as a distribution does. */
    Path folderIn(Path target) throws IOException {
      List<Path> own = List.copyOf(libraries);
      Path lib = Files.createDirectories(target.resolve(id).resolve("lib"));
      for (Path library : own) {
        Files.copy(library, lib.resolve(library.getFileName()));
      }
      classPath.addAll(own);
      libraries.clear();
      jar(target.resolve(id).resolve(id + ".jar"));
      return target.resolve(id);
    }

    /** Only compiles, into a folder as a build has it. */
    Path classesIn(Path target) throws IOException {
      Map<String, byte[]> content = new LinkedHashMap<>(classes());
      content.putAll(files);
      for (Map.Entry<String, byte[]> file : content.entrySet()) {
        Path path = target.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      return target;
    }

    private byte[] manifestText() {
      StringBuilder text = new StringBuilder("Manifest-Version: 1.0\r\n");
      manifest.forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
      return text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, byte[]> classes() throws IOException {
      Map<String, String> all = new LinkedHashMap<>(sources);
      all.put(folder + ".Entry", entrySource());
      all.put(folder + ".AFilter", filterSource());
      List<Path> path = new ArrayList<>(libraries);
      path.addAll(classPath);
      return compile(all, path);
    }

    private String entrySource() {
      return """
          package PACKAGE;
          public class Entry implements io.mizzen.spi.MizzenPlugin {
            public Entry() { CONSTRUCTOR }
            public void register(io.mizzen.spi.ExtensionRegistrar registrar) { REGISTER }
          }
          """
          .replace("PACKAGE", folder)
          .replace("CONSTRUCTOR", constructor)
          .replace("REGISTER", register);
    }

    private String filterSource() {
      return """
          package PACKAGE;
          import io.mizzen.spi.Host;
          import io.mizzen.spi.stream.*;
          public record AFilter(String type) implements StreamFilterFactory<AFilter.Config> {
            public record Config(@io.mizzen.spi.config.Doc("How many.") int count) {}
            public String summary() { return "Tests " + type + "."; }
            public Class<Config> configType() { return Config.class; }
            public StreamFilter create(Config config, Host host) { return new StreamFilter() {}; }
          }
          """
          .replace("PACKAGE", folder);
    }
  }
}
