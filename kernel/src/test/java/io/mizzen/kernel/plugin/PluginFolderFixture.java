package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mizzen.spi.MizzenPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder for plugins, jars to put into it, and a look at what loading it says. */
abstract class PluginFolderFixture {
  @TempDir Path temp;
  Path folder;
  Path cache;
  PluginJars jars;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectories(temp.resolve("plugins"));
    cache = temp.resolve("cache");
    jars = new PluginJars(Files.createDirectories(temp.resolve("work")));
  }

  PluginSet load(String... deny) {
    return load(List.of(PluginSource.bundled(folder)), List.of(), deny);
  }

  PluginSet load(List<PluginSource> sources, List<MizzenPlugin> kernel, String... deny) {
    return PluginLoading.load(new PluginSettings(sources, Set.of(deny), List.of(cache)), kernel);
  }

  static List<String> ids(PluginSet set) {
    return set.plugins().stream().map(LoadedPlugin::id).toList();
  }

  static List<String> codes(PluginSet set) {
    return set.problems().all().stream().map(PluginProblem::code).toList();
  }

  static void assertFine(PluginSet set) {
    assertTrue(set.problems().isEmpty(), set.problems().print());
  }

  static void assertProblems(PluginSet set, List<String> codes, String... words) {
    String text = set.problems().print();
    assertEquals(codes, codes(set), text);
    for (String word : words) {
      assertTrue(text.contains(word), "'" + word + "' is not in\n" + text);
    }
  }
}
