package io.mizzen.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What plugins are built against is what they see when they run: the JDK, the SPI, the shared
 * packages of the kernel's libraries, themselves and what they bring along.
 */
final class PluginWallTest {
  private static final Path HOME = Path.of(System.getProperty("mizzen.home"));

  /** Compile-time only: their classes are not looked for when the plugin runs. */
  private static final Set<String> ANNOTATIONS = Set.of("com.google.errorprone.annotations");

  @Test
  void noPluginReachesBeyondIt() throws IOException {
    Set<String> shared = shared();
    Set<String> jdk = new HashSet<>();
    ModuleFinder.ofSystem().findAll().forEach(one -> jdk.addAll(one.descriptor().packages()));
    // Names are enough: what the others are made of is not asked.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    Set<String> wrong = new TreeSet<>();
    List<Path> plugins = jars(HOME.resolve("plugins"));
    plugins.addAll(jars(HOME.resolveSibling("demo").resolve("plugins")));
    assertFalse(plugins.isEmpty());
    for (Path plugin : plugins) {
      Set<String> own = packages(plugin);
      for (String base : bases(plugin)) {
        own.addAll(packages(jarOf(base, plugins)));
      }
      JavaClasses classes = new ClassFileImporter().importJar(new JarFile(plugin.toFile()));
      for (JavaClass one : classes) {
        for (Dependency use : one.getDirectDependenciesFromSelf()) {
          JavaClass target = use.getTargetClass().getBaseComponentType();
          String name = target.getPackageName();
          boolean seen =
              target.isPrimitive()
                  || jdk.contains(name)
                  || own.contains(name)
                  || shared.contains(name)
                  || ANNOTATIONS.contains(name);
          if (!seen) {
            wrong.add(plugin.getFileName() + ": " + one.getName() + " uses " + target.getName());
          }
        }
      }
    }
    assertEquals(Set.of(), wrong, "plugins see the SPI and the shared packages only");
  }

  /** The ids of the plugins it says it stands on. */
  private static List<String> bases(Path plugin) throws IOException {
    try (JarFile file = new JarFile(plugin.toFile())) {
      String named = file.getManifest().getMainAttributes().getValue("Plugin-Dependencies");
      return named == null || named.isEmpty()
          ? List.of()
          : Stream.of(named.split(",")).map(one -> one.replaceFirst("@.*", "").strip()).toList();
    }
  }

  private static Path jarOf(String id, List<Path> plugins) {
    return plugins.stream()
        .filter(jar -> jar.getFileName().toString().startsWith("mizzen-" + id + "-0"))
        .findFirst()
        .orElseThrow();
  }

  /** As docs/plugins.md lists them: of the kernel's libraries, these and no other. */
  private static Set<String> shared() throws IOException {
    Set<String> shared = new HashSet<>();
    for (Path jar : jars(HOME.resolve("lib"))) {
      String name = String.valueOf(jar.getFileName());
      if (name.matches("(mizzen-spi|slf4j-api|jspecify|netty-.*)-[0-9].*")) {
        shared.addAll(packages(jar));
      }
    }
    return shared;
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(".jar")).toList());
    }
  }

  /** The packages of a jar and of the libraries in it. */
  private static Set<String> packages(Path jar) throws IOException {
    Set<String> packages = new HashSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : file.stream().toList()) {
        if (entry.getName().startsWith("META-INF/lib/") && entry.getName().endsWith(".jar")) {
          try (InputStream in = file.getInputStream(entry);
              JarInputStream library = new JarInputStream(in)) {
            for (JarEntry inner = library.getNextJarEntry();
                inner != null;
                inner = library.getNextJarEntry()) {
              add(inner.getName(), packages);
            }
          }
        } else {
          add(entry.getName(), packages);
        }
      }
    }
    return packages;
  }

  private static void add(String entry, Set<String> packages) {
    int slash = entry.lastIndexOf('/');
    if (slash > 0 && entry.endsWith(".class")) {
      packages.add(entry.substring(0, slash).replace('/', '.'));
    }
  }
}
