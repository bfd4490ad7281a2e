package io.mizzen.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LibraryCacheTest extends PluginFolderFixture {
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000);
  private Path library;
  private PluginFile plugin;

  @BeforeEach
  void makePlugin() throws IOException {
    library = jars.library("version_a");
    plugin = pluginWith(library);
  }

  private PluginFile pluginWith(Path jar) throws IOException {
    jars.filter("filter-a", "aFilter").library(jar).jarIn(folder);
    PluginFolder reader = new PluginFolder(new PluginProblems(), Set.of());
    return reader.read(PluginSource.bundled(folder)).get(0);
  }

  private LibraryCache cache() {
    return new LibraryCache(List.of(cache));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(cache.resolve("lib"))) {
      return files.toList();
    }
  }

  @Test
  void unpacksOnce() throws IOException {
    Path first = cache().libraries(plugin).get(0);
    assertArrayEquals(Files.readAllBytes(library), Files.readAllBytes(first));
    Files.setLastModifiedTime(first, LONG_AGO);

    Path second = cache().libraries(plugin).get(0);

    assertEquals(first, second);
    assertEquals(LONG_AGO, Files.getLastModifiedTime(second));
    assertEquals(1, entries().size());
  }

  @Test
  void newContentsGetANewFolder() throws IOException {
    Path first = cache().libraries(plugin).get(0);
    Path second = cache().libraries(pluginWith(jars.library("version_b"))).get(0);
    assertNotEquals(first.getParent(), second.getParent());
    assertEquals(2, entries().size());
  }

  @Test
  void aChangedFileIsUnpackedAnew() throws IOException {
    Path file = cache().libraries(plugin).get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertEquals(List.of(file), cache().libraries(plugin));

    assertArrayEquals(Files.readAllBytes(library), Files.readAllBytes(file));
    assertEquals(1, entries().size());
  }

  @Test
  void aMissingFileIsUnpackedAnew() throws IOException {
    Path file = cache().libraries(plugin).get(0);
    Files.delete(file);
    cache().libraries(plugin);
    assertArrayEquals(Files.readAllBytes(library), Files.readAllBytes(file));
  }

  @Test
  void aFileOthersMayWriteIsUnpackedAnew() throws IOException {
    Path file = cache().libraries(plugin).get(0);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    cache().libraries(plugin);
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void whatIsUnpackedIsReadableForAllAndWritableForOne() throws IOException {
    Path file = cache().libraries(plugin).get(0);
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwxr-xr-x",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
  }

  @Test
  void takesWhatAReadOnlyCacheHasAndWritesToTheNext() throws IOException {
    Path occupied = Files.writeString(temp.resolve("occupied"), "a file is no folder");
    LibraryCache both = new LibraryCache(List.of(occupied, cache));
    Path file = both.libraries(plugin).get(0);
    assertTrue(file.startsWith(cache), file.toString());
    assertEquals(List.of(file), new LibraryCache(List.of(cache, occupied)).libraries(plugin));
  }

  @Test
  void tellsWhenNoCacheCanBeWritten() throws IOException {
    Path occupied = Files.writeString(temp.resolve("occupied"), "a file is no folder");
    IOException e =
        assertThrows(
            IOException.class, () -> new LibraryCache(List.of(occupied)).libraries(plugin));
    assertTrue(e.getMessage().contains("cannot be written"), e.getMessage());
    cache = occupied;
    assertProblems(load(), List.of("MZ3013"), "cannot be unpacked", "make the cache folder");
  }

  @Test
  void manyProcessesAtOnceAllGetTheSameWholeFolder() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<Path>>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(threads.submit(() -> cache().libraries(plugin)));
      }
      Set<List<Path>> distinct = new HashSet<>();
      for (Future<List<Path>> result : results) {
        distinct.add(result.get());
      }
      assertEquals(1, distinct.size());
      assertEquals(1, entries().size());
      Path file = distinct.iterator().next().get(0);
      assertArrayEquals(Files.readAllBytes(library), Files.readAllBytes(file));
    } finally {
      threads.shutdownNow();
    }
  }
}
