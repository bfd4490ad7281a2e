package io.mizzen.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sources kept of each released version of the SPI (without comments) are what its listing
 * says: plugins that are compiled against them are plugins of that version.
 */
final class ReleasedSourcesTest {
  private static final Path RELEASED = Path.of("released");

  @TempDir Path classes;

  @Test
  void areWhatTheListingOfTheirVersionSays() throws Exception {
    List<Path> listings;
    try (Stream<Path> files = Files.list(RELEASED)) {
      listings = files.filter(file -> file.toString().endsWith(".txt")).toList();
    }
    assertTrue(!listings.isEmpty(), "a version is kept");
    for (Path listing : listings) {
      String version = listing.getFileName().toString().replaceFirst("\\.txt$", "");
      Path compiled = compile(RELEASED.resolve(version), classes.resolve(version));
      // The platform's loader above it, so that no class comes from today's SPI.
      List<URL> path = new ArrayList<>(List.of(compiled.toUri().toURL()));
      for (String each : others()) {
        path.add(Path.of(each).toUri().toURL());
      }
      try (URLClassLoader loader =
          new URLClassLoader(
              path.toArray(new URL[0]), new Shared(PublicApi.class.getClassLoader()))) {
        assertEquals(
            String.join("\n", Files.readAllLines(listing)),
            String.join("\n", PublicApi.list(compiled, loader)));
      }
    }
  }

  /** Annotations are compared as classes, so those that are read are shared. */
  private static final class Shared extends ClassLoader {
    private final ClassLoader own;

    Shared(ClassLoader own) {
      super(ClassLoader.getPlatformClassLoader());
      this.own = own;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.jspecify.")) {
        return own.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }

  /** The class path without the SPI itself. */
  private static List<String> others() {
    return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1))
        .filter(each -> each.endsWith(".jar"))
        .toList();
  }

  private static Path compile(Path sources, Path target) throws Exception {
    List<String> words = new ArrayList<>(List.of("-nowarn", "-proc:none", "--release", "17"));
    words.addAll(List.of("-cp", String.join(java.io.File.pathSeparator, others())));
    words.addAll(List.of("-d", Files.createDirectories(target).toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.filter(f -> f.toString().endsWith(".java")).forEach(f -> words.add(f.toString()));
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, OutputStream.nullOutputStream(), null, words.toArray(new String[0]));
    assertEquals(0, result, sources + " compiles");
    return target;
  }
}
