package io.mizzen.kernel.plugin;

import io.mizzen.kernel.plugin.PluginFile.NestedLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a plugin's jar without loading a class of it.
 *
 * @param manifest its main attributes
 * @param services the class names in the jar's own service file
 * @param nested its nested libraries
 * @param spiClass a class of the SPI found in it, or null
 * @param tooNew a class compiled for a newer Java than the running one, or null
 */
record JarExamination(
    Attributes manifest,
    List<String> services,
    List<NestedLibrary> nested,
    @Nullable String spiClass,
    @Nullable TooNew tooNew) {

  static final String SERVICE_FILE = "META-INF/services/io.mizzen.spi.MizzenPlugin";
  private static final String LIBRARIES = "META-INF/lib/";
  private static final String SPI = "io/mizzen/spi/";

  /** A class and the Java release it needs. */
  record TooNew(String className, int release) {}

  /** Class file major version 45 was Java 1.1, so a release is 44 less. JVMS table 4.1-A. */
  private static final int MAJOR_BEFORE_JAVA_1 = 44;

  /**
   * @throws IOException if it is not a readable jar
   */
  static JarExamination of(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Attributes manifest = manifest(zip);
      boolean isOld = isBuiltByThisJavaOrOlder(manifest);
      List<NestedLibrary> nested = new ArrayList<>();
      String spiClass = null;
      TooNew tooNew = null;
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        String name = entry.getName();
        if (name.endsWith(".class")) {
          spiClass = name.startsWith(SPI) ? name : spiClass;
          tooNew = tooNew == null && !isOld ? tooNew(zip, entry) : tooNew;
        } else if (name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
          nested.add(nested(entry));
        }
      }
      // Not Comparator.comparing: its own lambda is in no class-data archive.
      nested.sort((one, other) -> one.name().compareTo(other.name()));
      return new JarExamination(manifest, services(zip), List.copyOf(nested), spiClass, tooNew);
    }
  }

  /**
   * No compiler writes class files newer than itself, so the build's own word spares a look into
   * every class at every start. {@code plugin verify} looks anyway.
   */
  private static boolean isBuiltByThisJavaOrOlder(Attributes manifest) {
    String release = manifest.getValue("Build-Jdk-Spec");
    return release != null
        && release.length() == 2
        && release.compareTo(String.valueOf(Runtime.version().feature())) <= 0;
  }

  private static NestedLibrary nested(ZipEntry entry) throws IOException {
    String name = entry.getName().substring(LIBRARIES.length());
    if (name.contains("/") || name.contains("\\")) {
      throw new IOException("libraries stand directly in META-INF/lib, found " + entry.getName());
    }
    return new NestedLibrary(entry.getName(), name, entry.getSize(), entry.getCrc());
  }

  private static Attributes manifest(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry("META-INF/MANIFEST.MF");
    if (entry == null) {
      return new Attributes();
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return new Manifest(in).getMainAttributes();
    }
  }

  private static List<String> services(ZipFile zip) throws IOException {
    List<String> names = new ArrayList<>();
    ZipEntry entry = zip.getEntry(SERVICE_FILE);
    if (entry == null) {
      return names;
    }
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int comment = line.indexOf('#');
        String name = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private static @Nullable TooNew tooNew(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return tooNew(entry.getName(), in);
    }
  }

  /** Classes of a multi-release folder and module descriptors are not for every runtime. */
  static @Nullable TooNew tooNew(String name, InputStream in) throws IOException {
    if (name.startsWith("META-INF/") || name.endsWith("module-info.class")) {
      return null;
    }
    // u4 magic, u2 minor, u2 major: JVMS 4.1.
    byte[] head = in.readNBytes(8);
    if (head.length < 8 || head[0] != (byte) 0xCA || head[1] != (byte) 0xFE) {
      throw new IOException(name + " is not a class file");
    }
    int release = ((head[6] & 0xFF) << 8 | head[7] & 0xFF) - MAJOR_BEFORE_JAVA_1;
    return release > Runtime.version().feature() ? new TooNew(name, release) : null;
  }
}
