package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginLoadingTest extends PluginFolderFixture {
  /** Registers the version of {@code lib.Which} that the plugin sees as a why word. */
  private static final String TELL_VERSION =
      "registrar.why(new io.mizzen.spi.Why(lib.Which.version(), io.mizzen.spi.Status.OK, \"x\"));";

  private static List<String> words(PluginSet set) {
    return set.whys().stream().map(Why::word).toList();
  }

  @Test
  void loadsJarAndFolderAndIgnoresReadmeAndHiddenFiles() throws IOException {
    jars.filter("filter-a", "aFilter").jarIn(folder);
    jars.filter("filter-b", "bFilter").folderIn(folder);
    Files.writeString(folder.resolve("README.md"), "plugins live here");
    Files.writeString(folder.resolve(".keep"), "");

    PluginSet set = load();

    assertFine(set);
    assertEquals(List.of("filter-a", "filter-b"), ids(set));
    assertNotNull(set.find(ExtensionPoints.STREAM_FILTERS, "bFilter"));
    assertEquals("filter-a", set.find(ExtensionPoints.STREAM_FILTERS, "aFilter").plugin());
    assertNull(set.find(ExtensionPoints.STREAM_FILTERS, "cFilter"));
    assertEquals(64, set.plugin("filter-a").sha256().length());
  }

  @Test
  void missingFolderOfTheDistributionIsAnEmptySet() {
    folder = temp.resolve("nowhere");
    assertFine(load());
  }

  @Test
  void oneFolderNamedTwiceIsReadOnce() throws IOException {
    jars.filter("filter-a", "aFilter").jarIn(folder);
    Path again = temp.resolve("work").resolve("..").resolve("plugins");
    assertFine(
        load(
            List.of(PluginSource.bundled(folder), PluginSource.added(again, "../plugins")),
            List.of()));
  }

  @Test
  void eachPluginAndTheKernelHaveTheirOwnVersionOfOneLibrary() throws IOException {
    Path ofA = jars.library("version_a");
    Path ofB = jars.library("version_b");
    jars.filter("filter-a", "aFilter").registers(TELL_VERSION).library(ofA).jarIn(folder);
    jars.filter("filter-b", "bFilter").registers(TELL_VERSION).library(ofB).folderIn(folder);

    PluginSet set = load();

    assertFine(set);
    assertTrue(words(set).containsAll(List.of("version_a", "version_b")), words(set).toString());
    assertEquals("version_c", lib.Which.version());
    assertFalse(words(set).contains("version_c"));
  }

  @Test
  void aPluginDoesNotSeeTheKernelNorItsLibraries() throws IOException {
    jars.filter("filter-a", "aFilter").jarIn(folder);
    ClassLoader wall = load().plugin("filter-a").loader();
    for (String name :
        List.of(
            "lib.Which",
            "io.mizzen.kernel.plugin.PluginSet",
            "org.pf4j.Plugin",
            "com.google.inject.Injector",
            "org.yaml.snakeyaml.Yaml")) {
      assertThrows(ClassNotFoundException.class, () -> wall.loadClass(name), name);
      assertNull(wall.getResource(name.replace('.', '/') + ".class"), name);
    }
  }

  @Test
  void sharedPackagesComeFromTheKernelEvenIfBundled() throws Exception {
    Path netty =
        jars.library("io.netty.buffer.ByteBuf", "package io.netty.buffer; public class ByteBuf {}");
    jars.filter("filter-a", "aFilter").library(netty).jarIn(folder);

    PluginSet set = load();

    assertFine(set);
    ClassLoader wall = set.plugin("filter-a").loader();
    assertSame(io.netty.buffer.ByteBuf.class, wall.loadClass("io.netty.buffer.ByteBuf"));
    assertSame(org.slf4j.Logger.class, wall.loadClass("org.slf4j.Logger"));
  }

  @Test
  void aPluginBringsANettyCodecOfItsOwn() throws Exception {
    Path codec =
        jars.library(
            "io.netty.handler.codec.http.Own",
            "package io.netty.handler.codec.http; public class Own {}");
    jars.filter("filter-a", "aFilter").library(codec).jarIn(folder);
    ClassLoader wall = load().plugin("filter-a").loader();
    assertSame(wall, wall.loadClass("io.netty.handler.codec.http.Own").getClassLoader());
  }

  @Test
  void onlyThePluginsOwnServiceFileCounts() throws IOException {
    Path base = jars.filter("xbase", "xFilter").base().jarIn(folder);
    jars.filter("filter-a", "aFilter")
        .dependsOn("xbase@>=1.0.0 & <2.0.0")
        .compiledWith(base)
        .jarIn(folder);

    PluginSet set = load();

    assertFine(set);
    assertEquals(1, set.plugin("filter-a").provides().size());
  }

  @Test
  void aDependentPluginFillsThePointOfItsBase() throws IOException {
    Path base =
        jars.plugin("xbase")
            .base()
            .source(
                "xbase.api.Dialect",
                "package xbase.api; public interface Dialect extends io.mizzen.spi.ExtensionFactory {"
                    + " io.mizzen.spi.ExtensionPoint<Dialect> POINT ="
                    + " new io.mizzen.spi.ExtensionPoint<>(\"dialect\", Dialect.class);"
                    + " java.util.List<Iterable<Dialect>> SEEN = new java.util.ArrayList<>(); }")
            .registers(
                "registrar.open(xbase.api.Dialect.POINT);"
                    + "xbase.api.Dialect.SEEN.add(registrar.extensions(xbase.api.Dialect.POINT));")
            .jarIn(folder);
    // Before its base by name, after it by order.
    jars.plugin("dialect-a")
        .version("1.0.0-SNAPSHOT")
        .dependsOn("xbase@>=1.0.0 & <2.0.0")
        .compiledWith(base)
        .source(
            "da.A",
            "package da; public record A(String type) implements xbase.api.Dialect {"
                + " public String summary() { return \"A.\"; } }")
        .registers("registrar.add(xbase.api.Dialect.POINT, new da.A(\"tars\"));")
        .jarIn(folder);

    PluginSet set = load();

    assertFine(set);
    assertEquals("tars", set.plugin("dialect-a").provides().get(0).factory().type());
    assertEquals("dialect", set.points().get(ExtensionPoints.ALL.size()).kind());
  }

  @Test
  void aSnapshotOfABaseSatisfiesARangeThatBeginsThere() throws IOException {
    jars.filter("xbase", "xFilter").version("1.0.0-SNAPSHOT").base().jarIn(folder);
    jars.filter("filter-a", "aFilter").dependsOn("xbase@>=1.0.0 & <2.0.0").jarIn(folder);
    assertFine(load());
  }

  @Test
  void aDeniedPluginIsLeftOutEvenIfItIsBroken() throws IOException {
    jars.filter("filter-a", "aFilter").jarIn(folder);
    jars.filter("filter-b", "bFilter").requires(">=9.0.0 & <10.0.0").jarIn(folder);
    PluginSet set = load("filter-b");
    assertFine(set);
    assertEquals(List.of("filter-a"), ids(set));
  }

  @Test
  void denyingWhatIsNotInstalledIsAWarning() {
    assertProblems(load("filter-x"), List.of("MZ3014"), "warning", "filter-x");
  }

  @Test
  void leavesNoFileInThePluginFolder() throws IOException {
    jars.filter("filter-a", "aFilter").jarIn(folder);
    assertFine(load());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void theKernelRegistersThroughTheSameDoor() throws IOException {
    jars.filter("filter-a", "aFilter").jarIn(folder);
    PluginSet set =
        load(
            List.of(PluginSource.bundled(folder)),
            List.of(
                registrar -> {
                  registrar.metric(MetricSpec.counter("mizzen_test_total", "Counts."));
                  registrar.add(ExtensionPoints.STREAM_FILTERS, new KernelFilter("kFilter"));
                }));
    assertFine(set);
    assertEquals("kernel", set.find(ExtensionPoints.STREAM_FILTERS, "kFilter").plugin());
    assertEquals("mizzen_test_total", set.metrics("kernel").get(0).name());
  }
}
