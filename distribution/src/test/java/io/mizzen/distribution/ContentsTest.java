package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the assembled folder holds. */
final class ContentsTest {
  /** netty-transport-native-epoll-4.2.18.Final-linux-x86_64.jar: what stands before the version. */
  private static final Pattern NAME = Pattern.compile("(.+?)-\\d[^-]*(-.*)?\\.jar");

  /** A range with an upper end; a bare version would mean "or anything later". */
  private static final Pattern RANGE =
      Pattern.compile(">=\\d+\\.\\d+\\.\\d+ & <\\d+\\.\\d+\\.\\d+");

  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));

  @Test
  void hasTheFoldersThatEverythingRefersTo() {
    for (String folder : List.of("bin", "lib", "plugins", "conf", "schema", "share", "cache")) {
      assertTrue(Files.isDirectory(HOME.resolve(folder)), folder);
    }
    assertTrue(Files.isExecutable(HOME.resolve("bin/mizzen")));
    assertTrue(Files.isRegularFile(HOME.resolve("LICENSE")));
    assertTrue(Files.isRegularFile(HOME.resolve("NOTICE")));
  }

  /** Of the same version: they were taken out of these jars. */
  @Test
  void hasTheLibrariesOfNettysJarsUnpacked() throws IOException {
    Set<String> inJars = new TreeSet<>();
    for (Path jar : jars(HOME.resolve("lib"))) {
      entries(jar).stream()
          .filter(entry -> entry.startsWith("/META-INF/native/") && entry.endsWith(".so"))
          .forEach(entry -> inJars.add(entry.substring(entry.lastIndexOf('/') + 1)));
    }
    try (Stream<Path> files = Files.list(HOME.resolve("lib/native"))) {
      List<String> unpacked = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertEquals(List.copyOf(inJars), unpacked);
    }
    assertEquals(4, inJars.size(), "epoll and io_uring, two architectures");
  }

  @Test
  void namesTheLicenceOfEveryLibraryAndNoOther() throws IOException {
    Set<String> shipped = new TreeSet<>();
    for (Path jar : jars(HOME.resolve("lib"))) {
      shipped.add(libraryOf(jar.getFileName().toString()));
    }
    for (Path plugin : jars(HOME.resolve("plugins"))) {
      entries(plugin).stream()
          .filter(entry -> entry.startsWith("/META-INF/lib/") && entry.endsWith(".jar"))
          .forEach(entry -> shipped.add(libraryOf(entry.substring(entry.lastIndexOf('/') + 1))));
    }
    shipped.removeIf(name -> name.startsWith("mizzen-"));

    Set<String> listed = new TreeSet<>();
    Path list = HOME.resolve("share/licenses/THIRD-PARTY.md");
    for (String line : Files.readAllLines(list)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length > 4 && !cells[1].contains("Library") && !cells[1].contains("---")) {
        listed.add(cells[1].strip());
        for (String text : cells[3].strip().split(", ", -1)) {
          Path file = text.endsWith(".txt") ? list.resolveSibling(text) : HOME.resolve(text);
          assertTrue(text.isEmpty() || Files.isRegularFile(file), text);
        }
      }
    }

    Set<String> unlisted = new TreeSet<>(shipped);
    unlisted.removeAll(listed);
    assertEquals(Set.of(), unlisted, "add them to distribution/src/main/dist/share/licenses/");
  }

  @Test
  void hasPluginsThatSayWhatTheyAre() throws IOException {
    Set<String> ids = new HashSet<>();
    for (Path jar : jars(HOME.resolve("plugins"))) {
      try (JarFile file = new JarFile(jar.toFile())) {
        Attributes manifest = file.getManifest().getMainAttributes();
        String id = manifest.getValue("Plugin-Id");
        assertTrue(jar.getFileName().toString().startsWith("mizzen-" + id + "-"), jar + ": " + id);
        assertTrue(ids.add(id), "twice: " + id);
        assertTrue(RANGE.matcher(manifest.getValue("Plugin-Requires")).matches(), jar.toString());
        for (String name : List.of("Plugin-Version", "Plugin-Description", "Plugin-License")) {
          String value = manifest.getValue(name);
          assertTrue(value != null && !value.isBlank(), jar + ": " + name);
        }
      }
    }
  }

  /** The kernel's copy is always used; another one in a jar is dead weight at best. */
  @Test
  void hasPluginsWithoutTheKernelsPackages() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path jar : jars(HOME.resolve("plugins"))) {
      for (String entry : entries(jar)) {
        if (entry.startsWith("/io/mizzen/spi/")
            || entry.startsWith("/io/mizzen/kernel/")
            || entry.startsWith("/io/netty/")
            || entry.startsWith("/org/slf4j/")
            || entry.startsWith("/org/jspecify/")
            || entry.matches("/META-INF/lib/(mizzen-spi|mizzen-kernel|slf4j|jspecify)-.*")) {
          wrong.add(jar.getFileName() + entry);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String libraryOf(String file) {
    Matcher matcher = NAME.matcher(file);
    assertTrue(matcher.matches(), file);
    String name = matcher.group(1);
    return name.startsWith("netty-") ? "netty-*" : name;
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static List<String> entries(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar);
        Stream<Path> files = Files.walk(zip.getPath("/"))) {
      return files.map(Path::toString).toList();
    }
  }
}
