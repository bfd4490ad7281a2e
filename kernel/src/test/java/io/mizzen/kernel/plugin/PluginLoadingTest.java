package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.ExtensionPoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLoadingTest {
  @TempDir Path temp;
  private Path folder;
  private PluginJars jars;

  @BeforeEach
  void folders() throws IOException {
    folder = Files.createDirectories(temp.resolve("plugins"));
    jars = new PluginJars(Files.createDirectories(temp.resolve("work")));
  }

  private PluginSet load(String... deny) {
    PluginSettings settings =
        new PluginSettings(
            List.of(PluginSource.bundled(folder)), Set.of(deny), List.of(temp.resolve("cache")));
    return PluginLoading.load(settings, List.of());
  }

  private static List<String> codes(PluginSet set) {
    return set.problems().all().stream().map(PluginProblem::code).toList();
  }

  private static void assertOneProblem(PluginSet set, String code, String... words) {
    assertEquals(List.of(code), codes(set), set.problems().print());
    String text = set.problems().print();
    for (String word : words) {
      assertTrue(text.contains(word), word + " is not in\n" + text);
    }
  }

  @Test
  void loadsJarAndFolderAndIgnoresReadmeAndHiddenFiles() throws IOException {
    jars.filter("filter-a", "aFilter").jarIn(folder);
    jars.filter("filter-b", "bFilter").folderIn(folder);
    Files.writeString(folder.resolve("README.md"), "plugins live here");
    Files.writeString(folder.resolve(".keep"), "");

    PluginSet set = load();

    assertTrue(set.problems().isEmpty(), set.problems().print());
    assertEquals(
        List.of("filter-a", "filter-b"), set.plugins().stream().map(LoadedPlugin::id).toList());
    assertNotNull(set.find(ExtensionPoints.STREAM_FILTERS, "bFilter"));
    assertEquals("filter-a", set.find(ExtensionPoints.STREAM_FILTERS, "aFilter").plugin());
    assertNull(set.find(ExtensionPoints.STREAM_FILTERS, "cFilter"));
    assertEquals(64, set.plugin("filter-a").sha256().length());
  }

  @Test
  void missingBundledFolderIsAnEmptySet() {
    folder = temp.resolve("nowhere");
    assertTrue(load().problems().isEmpty());
  }

  @Test
  void eachPluginAndTheKernelHaveTheirOwnVersionOfOneLibrary() throws Exception {
    // The kernel's version C is the class lib.Which of the test class path.
    String version =
        "registrar.why(new io.mizzen.spi.Why(lib.Which.version(), io.mizzen.spi.Status.OK, \"x\"));";
    Path ofA = jars.library("version_a");
    Path ofB = jars.library("version_b");
    jars.filter("filter-a", "aFilter").registers(version).library(ofA).jarIn(folder);
    jars.filter("filter-b", "bFilter").registers(version).library(ofB).folderIn(folder);

    PluginSet set = load();

    assertTrue(set.problems().isEmpty(), set.problems().print());
    List<String> words = set.whys().stream().map(why -> why.word()).toList();
    assertTrue(words.containsAll(List.of("version_a", "version_b")), words.toString());
    assertEquals("version_c", lib.Which.version());
    assertFalse(words.contains("version_c"));
  }

  @Test
  void corruptJarIsToldAndTheRestIsFine() throws IOException {
    jars.filter("filter-a", "aFilter").jarIn(folder);
    Files.write(folder.resolve("broken.jar"), "PK no zip".getBytes(StandardCharsets.UTF_8));

    PluginSet set = load();

    assertOneProblem(set, "MZ3001", "plugins/broken.jar", "not a readable jar");
    assertNotNull(set.plugin("filter-a"));
  }
}
