package io.mizzen.tools.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Lays out the folder of a distribution, under a name nobody looks at.
 *
 * <p>Libraries inside plugins are unpacked ahead, so that a root that cannot be written works.
 */
final class Staging {
  /** What is taken from the distribution whose command this is; tools and repository stay there. */
  private static final List<String> OWN =
      List.of("bin", "lib", "share/licenses", "share/completion", "LICENSE", "NOTICE");

  private static final String NESTED = "META-INF/lib/";

  private final Path home;
  private final Path root;

  /**
   * @param home the distribution whose command this is
   * @param root a new folder
   */
  Staging(Path home, Path root) {
    this.home = home;
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** The hash over everything that is not a plugin, whose change makes another distribution. */
  String kernelHash() throws IOException {
    MessageDigest digest = Digests.sha256();
    for (String name : List.of("bin", "lib")) {
      for (Path file : files(home.resolve(name))) {
        String line = home.relativize(file) + " " + Digests.sha256(file) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return Digests.hex(digest.digest());
  }

  void kernel(String title) throws IOException {
    for (String name : OWN) {
      if (Files.exists(home.resolve(name))) {
        copy(home.resolve(name), root.resolve(name));
      }
    }
    copy(home.resolve("conf/jvm.options"), root.resolve("conf/jvm.options"));
    Files.createDirectories(root.resolve("cache"));
    write("share/distribution.txt", title + "\n");
  }

  /** The name a plugin has under {@code plugins/}. */
  static String nameOf(Part part) throws IOException {
    return hasLibraries(part.jar()) ? part.id() : part.fileName();
  }

  private static boolean hasLibraries(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().anyMatch(Staging::isLibrary);
    }
  }

  private static boolean isLibrary(ZipEntry entry) {
    String name = entry.getName();
    return name.startsWith(NESTED)
        && name.endsWith(".jar")
        && name.indexOf('/', NESTED.length()) < 0;
  }

  void plugin(Part part) throws IOException {
    Path plugins = Files.createDirectories(root.resolve("plugins"));
    if (!hasLibraries(part.jar())) {
      Files.copy(part.jar(), plugins.resolve(part.fileName()));
      return;
    }
    Path folder = Files.createDirectories(plugins.resolve(part.id()));
    Files.copy(part.jar(), folder.resolve(part.fileName()));
    Path lib = Files.createDirectories(folder.resolve("lib"));
    try (ZipFile zip = new ZipFile(part.jar().toFile())) {
      for (ZipEntry entry : zip.stream().filter(Staging::isLibrary).toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, lib.resolve(entry.getName().substring(NESTED.length())));
        }
      }
    }
  }

  void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Copies a file or a whole folder; what is there already stays an error. */
  static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      Files.createDirectories(to.getParent());
      Files.copy(from, to);
      return;
    }
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  /** All files below a folder, in one order everywhere. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = new ArrayList<>(all.filter(Files::isRegularFile).toList());
      files.sort((a, b) -> a.toString().compareTo(b.toString()));
      return files;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** {@code SHA256SUMS}, in the form of sha256sum(1). */
  void sums() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files(root)) {
      text.append(Digests.sha256(file)).append("  ").append(root.relativize(file)).append('\n');
    }
    write("SHA256SUMS", text.toString());
  }
}
