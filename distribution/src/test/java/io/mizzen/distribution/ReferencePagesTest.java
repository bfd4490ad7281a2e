package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The reference pages in {@code docs/} are those that the assembled distribution wrote from its own
 * declarations: configuration, components, metrics, error codes, words, admin API, command line.
 */
final class ReferencePagesTest {
  private static final Path PAGES = Path.of("../docs/reference");
  private static final Path WRITTEN =
      Path.of(System.getProperty("mizzen.home")).resolve("share/doc/reference");

  private static Map<String, String> pages(Path folder) throws IOException {
    Map<String, String> pages = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        pages.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return pages;
  }

  @Test
  void areUpToDate() throws IOException {
    Map<String, String> written = pages(WRITTEN);
    if (System.getProperty("mizzen.docs.update") != null) {
      Files.createDirectories(PAGES);
      for (Map.Entry<String, String> page : written.entrySet()) {
        Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
      }
    }
    Map<String, String> committed = pages(PAGES);
    assertEquals(written.keySet(), committed.keySet());
    written.forEach(
        (name, text) ->
            assertEquals(
                text,
                committed.get(name),
                "docs/reference/" + name + ": write it anew with -Dmizzen.docs.update, and look"));
  }
}
