package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.kernel.plugin.DescribePlugin;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code mizzen plugin verify}: one jar for each thing it finds, built as a plugin's build does it.
 * The sources say in their first line what must be found.
 */
final class VerifyFindingsTest {
  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));
  private static final Path SOURCES = Path.of("src/test/resources/verify/com/acme/found");
  private static final String FINDS = "// finds: ";
  private static final String CLEAN = "com.acme.found.Clean";
  private static final int WRONG = 1;

  /** Beyond any Java there is. */
  private static final byte NEWER_JAVA = 99;

  @TempDir Path folder;

  private static String finds(String name) throws IOException {
    String line = Files.readAllLines(SOURCES.resolve(name + ".java")).get(0);
    assertTrue(line.startsWith(FINDS), line);
    return line.substring(FINDS.length());
  }

  /** Compiles a plugin of the resources and describes it. */
  private Path classes(String name) throws Exception {
    Path classes = folder.resolve("classes");
    ForeignPlugin.compile(
        classes, ForeignPlugin.distribution(), List.of(SOURCES.resolve(name + ".java")));
    ForeignPlugin.service(classes, "com.acme.found." + name);
    describe(classes, manifest());
    return classes;
  }

  /** The step of a plugin's build. */
  private static void describe(Path classes, Map<String, String> manifest) throws Exception {
    List<String> words = new ArrayList<>(List.of(classes.toString()));
    manifest.forEach((attribute, value) -> words.add(attribute + "=" + value));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      DescribePlugin.main(words.toArray(new String[0]));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Map<String, String> manifest() {
    return new TreeMap<>(ForeignPlugin.manifest("acme-found", "1.0.0"));
  }

  private Path jar(Path classes, String className, Map<String, String> manifest)
      throws IOException {
    return ForeignPlugin.pack(folder.resolve("acme-found.jar"), classes, className, manifest);
  }

  private static void finds(Path jar, String... words) {
    finds(jar, 1, words);
  }

  private static void finds(Path jar, int errors, String... words) {
    Command verify = Command.run("plugin", "verify", jar.toString());
    assertEquals(WRONG, verify.code(), verify.all());
    for (String word : words) {
      assertTrue(verify.err().contains(word), () -> word + " is not in:\n" + verify.all());
    }
    assertTrue(verify.err().contains("help: "), verify.err());
    String count = errors == 1 ? ": 1 error, 0 warnings" : ": " + errors + " errors, 0 warnings";
    assertTrue(verify.out().contains(count), verify.all());
  }

  @Test
  void nothingInACleanPlugin() throws Exception {
    Command verify =
        Command.run("plugin", "verify", jar(classes("Clean"), CLEAN, manifest()).toString());
    assertEquals(0, verify.code(), verify.all());
    assertTrue(verify.out().contains(finds("Clean")), verify.all());
    assertEquals("", verify.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sockets", "Files", "Threads", "Exit", "Reflection", "Metrics"})
  void whatIsUsedAndNotDeclared(String name) throws Exception {
    finds(jar(classes(name), "com.acme.found." + name, manifest()), finds(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sockets", "Files", "Threads", "Exit", "Reflection"})
  void whatIsDeclaredMayBeUsed(String name) throws Exception {
    Path classes = classes(name);
    Map<String, String> manifest = manifest();
    manifest.put("Plugin-Access", name.toLowerCase(java.util.Locale.ROOT));
    describe(classes, manifest);
    Path jar = jar(classes, "com.acme.found." + name, manifest);
    Command verify = Command.run("plugin", "verify", jar.toString());
    assertEquals(0, verify.code(), verify.all());
    assertTrue(verify.out().contains("0 errors, 0 warnings"), verify.all());
  }

  @Test
  void aBundledSpi() throws Exception {
    Path classes = classes("Clean");
    Path lib = Files.createDirectories(classes.resolve("META-INF/lib"));
    try (Stream<Path> jars = Files.list(HOME.resolve("lib"))) {
      Path spi =
          jars.filter(j -> j.getFileName().toString().startsWith("mizzen-spi"))
              .findFirst()
              .orElseThrow();
      Files.copy(spi, lib.resolve("mizzen-spi.jar"));
    }
    finds(jar(classes, CLEAN, manifest()), "error[MZ3004]", "contains the SPI");
  }

  @Test
  void classesOfANewerJava() throws Exception {
    Path classes = classes("Clean");
    Path file = classes.resolve("com/acme/found/Clean$Filter.class");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7] = NEWER_JAVA; // the low byte of the major version (JVMS 4.1)
    Files.write(file, bytes);
    finds(
        jar(classes, CLEAN, manifest()),
        "error[MZ3005]: com/acme/found/Clean$Filter.class needs Java 55");
  }

  @Test
  void aManifestThatDisagreesWithTheDescription() throws Exception {
    Map<String, String> manifest = manifest();
    manifest.put("Plugin-Version", "1.0.1");
    finds(
        jar(classes("Clean"), CLEAN, manifest),
        "error[MZ3011]: version is '1.0.0' in the description, '1.0.1' in code");
  }

  @Test
  void codeThatDisagreesWithTheDescription() throws Exception {
    Path classes = classes("Clean");
    Path changed = folder.resolve("Clean.java");
    Files.writeString(
        changed,
        Files.readString(SOURCES.resolve("Clean.java"))
            .replace("\"foundClean\"", "\"foundOther\""));
    ForeignPlugin.compile(classes, ForeignPlugin.distribution(), List.of(changed));
    finds(
        jar(classes, CLEAN, manifest()),
        2,
        "error[MZ3011]: components[filter foundClean] is present in the description, missing in code",
        "error[MZ3011]: components[filter foundOther] is missing in the description");
  }
}
