package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PluginDescriptionTest extends PluginFolderFixture {
  private PluginJars.PluginJar rich() {
    return jars.filter("filter-a", "aFilter")
        .registers(PluginJars.addFilter("bFilter"))
        .registers(
            "registrar.why(new io.mizzen.spi.Why(\"a_why\", io.mizzen.spi.Status.OK, \"A.\"));")
        .registers(
            "registrar.metric(io.mizzen.spi.telemetry.MetricSpec.counter(\"a_total\", \"As.\", \"x\"));");
  }

  /** Runs the build step on a plugin's classes, as its pom does. */
  private String describe(PluginJars.PluginJar plugin) throws IOException {
    Path classes = plugin.classesIn(temp.resolve("target"));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      DescribePlugin.main(
          classes.toString(),
          "Plugin-Id=filter-a",
          "Plugin-Version=1.0.0",
          "Plugin-Requires=>=0.1.0 & <1.0.0",
          "Plugin-Dependencies=",
          "Plugin-Description=Tests filter-a.",
          "Plugin-License=Apache-2.0");
    } finally {
      thread.setContextClassLoader(before);
    }
    return Files.readString(classes.resolve(PluginDescription.ENTRY));
  }

  private PluginVerification verify(Path jar) {
    return PluginVerification.of(
        jar,
        new PluginSettings(List.of(PluginSource.bundled(folder)), Set.of(), List.of(cache)),
        List.of());
  }

  static List<String> codesOf(PluginVerification verification) {
    return verification.problems().all().stream().map(PluginProblem::code).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theBuildWritesWhatRegisterDoesAndAlwaysTheSameBytes() throws IOException {
    String first = describe(rich());
    assertEquals(first, describe(rich()));
    for (String words :
        List.of("\"aFilter\"", "\"bFilter\"", "\"a_why\"", "\"a_total\"", "\"How many.\"")) {
      assertTrue(first.contains(words), words + " is not in\n" + first);
    }
  }

  @Test
  void theInventoryReadsItWithoutLoadingAClass() throws IOException {
    String json = describe(rich());
    jars.filter("filter-a", "aFilter")
        .service("gone.Missing")
        .file(PluginDescription.ENTRY, bytes(json))
        .jarIn(folder);
    jars.filter("filter-b", "bFilter").requires("1.2.3").jarIn(folder);

    PluginInventory inventory =
        PluginInventory.read(
            new PluginSettings(List.of(PluginSource.bundled(folder)), Set.of(), List.of(cache)));

    PluginInventory.Installed first = inventory.plugins().get(0);
    assertEquals("filter-a", first.manifest().id());
    assertEquals(
        List.of("aFilter", "bFilter"),
        first.components().stream().map(PluginDescription.Component::type).toList());
    assertEquals("beta", first.components().get(0).stability());
    assertEquals(64, first.sha256().length());
    assertEquals(List.of(), inventory.plugins().get(1).components());
    assertEquals("MZ3002", inventory.problems().all().get(0).code());
  }

  @Test
  void verifyIsContentWithWhatTheBuildWrote() throws IOException {
    String json = describe(rich());
    Path jar = rich().file(PluginDescription.ENTRY, bytes(json)).jarIn(temp);
    PluginVerification verification = verify(jar);
    assertTrue(verification.problems().isEmpty(), verification.problems().print());
    assertNotNull(verification.plugin());
  }

  @Test
  void verifyTellsWhereDescriptionAndCodeDiffer() throws IOException {
    String json = describe(rich()).replace("\"As.\"", "\"Other.\"").replace("bFilter", "cFilter");
    Path jar = rich().version("1.0.1").file(PluginDescription.ENTRY, bytes(json)).jarIn(temp);
    String text = verify(jar).problems().print();
    for (String words :
        List.of(
            "version is '1.0.0' in the description, '1.0.1' in code",
            "components[filter cFilter] is present in the description, missing in code",
            "components[filter bFilter] is missing in the description, present in code",
            "metrics[a_total].help is 'Other.' in the description, 'As.' in code")) {
      assertTrue(text.contains(words), words + " is not in\n" + text);
    }
    assertTrue(verify(jar).problems().hasErrors());
  }

  @Test
  void verifyWarnsWithoutDescriptionAndAboutDeadWeight() throws IOException {
    Path netty =
        jars.library("io.netty.buffer.Own", "package io.netty.buffer; public class Own {}");
    PluginVerification verification = verify(rich().library(netty).jarIn(temp));
    assertEquals(List.of("MZ3015", "MZ3011"), codesOf(verification));
    assertFalse(verification.problems().hasErrors());
  }

  @Test
  void verifyLooksIntoLibraries() throws IOException {
    byte[] tooNew = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99};
    Path library = jars.libraryOf("p/New.class", tooNew);
    PluginVerification verification = verify(rich().library(library).jarIn(temp));
    assertTrue(codesOf(verification).contains("MZ3005"), verification.problems().print());
  }

  @Test
  void verifyDoesNotTrustTheManifestAboutClassFiles() throws IOException {
    byte[] tooNew = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99};
    Path jar = rich().manifest("Build-Jdk-Spec", "17").file("p/New.class", tooNew).jarIn(temp);
    assertTrue(codesOf(verify(jar)).contains("MZ3005"));
  }

  @Test
  void verifyFindsTheBaseAmongTheInstalled() throws IOException {
    jars.filter("xbase", "xFilter").base().jarIn(folder);
    jars.filter("filter-x", "xFilter").jarIn(folder);
    Path jar = rich().dependsOn("xbase@>=1.0.0 & <2.0.0").jarIn(temp);
    PluginVerification verification = verify(jar);
    assertEquals(List.of("MZ3011"), codesOf(verification));
    assertNotNull(verification.plugin());
  }

  @Test
  void verifyTellsWhatLoadingWouldTell() throws IOException {
    PluginVerification bare = verify(rich().requires("0.1.0").jarIn(temp));
    assertEquals(List.of("MZ3002"), codesOf(bare));
    assertNull(bare.plugin());
    assertEquals(List.of("MZ3001"), codesOf(verify(temp.resolve("missing.jar"))));
  }

  @Test
  void theBuildStepTellsWhatIsMissing() throws IOException {
    Path empty = Files.createDirectories(temp.resolve("empty"));
    IOException e =
        assertThrows(IOException.class, () -> DescribePlugin.main(empty.toString(), "Plugin-Id=a"));
    assertTrue(e.getMessage().contains("META-INF/services"), e.getMessage());
  }
}
