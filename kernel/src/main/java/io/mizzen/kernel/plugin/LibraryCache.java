package io.mizzen.kernel.plugin;

import io.mizzen.kernel.plugin.PluginFile.NestedLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * Holds libraries of plugins as files, because a class loader sees nothing inside nested jars.
 *
 * <pre>
 *   cache/lib/protocol-bolt-4f0c.../hessian-3.3.6.jar
 *             id            contents
 * </pre>
 *
 * <p>The folder's name is made of the names, sizes and checksums in the jar's directory, so new
 * contents get a new folder and nothing is ever overwritten while another process reads it. A
 * folder is filled under a name of its own and then renamed: whoever sees it sees it complete.
 *
 * <p>What is found is used only if it is exactly what the jar holds (names, sizes, CRC-32) and
 * nobody but its owner can write there: a damaged or foreign file is unpacked anew. CRC-32 and not
 * a cryptographic hash, because this runs at every start, interpreted, and whoever can write as the
 * owner can write the plugins too.
 */
final class LibraryCache {
  /** Group and others may write: mode bits of chmod(2). Bits, as sets of rights load slowly. */
  private static final int FOREIGN_WRITE = 0022;

  /** Linux has owners to compare with; elsewhere only the contents are checked. */
  private static final boolean HAS_RIGHTS =
      Files.exists(Path.of("/proc/self"))
          && FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

  /** The user id of root, who may unpack ahead for others. */
  private static final Integer ROOT = 0;

  /** Large enough to read a library in a few calls, small enough to stay out of the way. */
  private static final int BUFFER_BYTES = 64 * 1024;

  /** A library brings its own copy of the SPI. */
  static final class BundledSpi extends IOException {
    private static final long serialVersionUID = 1;

    private final String entry;

    BundledSpi(String entry) {
      super(entry);
      this.entry = entry;
    }

    String entry() {
      return entry;
    }
  }

  private final List<Path> roots;

  /**
   * @param roots folders to look in, in this order; the first one that can be written is filled
   */
  LibraryCache(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

  /**
   * The plugin's nested libraries as files.
   *
   * @throws BundledSpi if one of them contains the SPI
   * @throws IOException if they cannot be unpacked anywhere; its message is for users
   */
  List<Path> libraries(PluginFile plugin) throws IOException {
    if (plugin.nested().isEmpty()) {
      return List.of();
    }
    String name = plugin.id() + "-" + key(plugin.nested());
    for (Path root : roots) {
      Path folder = root.resolve("lib").resolve(name);
      if (isIntact(folder, plugin.nested())) {
        return paths(folder, plugin.nested());
      }
    }
    IOException last = new IOException("there is no cache folder");
    for (Path root : roots) {
      Path folder = root.resolve("lib").resolve(name);
      try {
        unpack(plugin, folder);
        return paths(folder, plugin.nested());
      } catch (FileSystemException e) {
        last = new IOException(root + " cannot be written (" + e.getClass().getSimpleName() + ")");
      }
    }
    throw last;
  }

  /**
   * FNV-1a, 64 bits: two contents with one key would only replace each other, never be mixed up.
   */
  private static String key(List<NestedLibrary> nested) {
    long hash = 0xcbf29ce484222325L;
    for (NestedLibrary library : nested) {
      String line = library.name() + ' ' + library.size() + ' ' + library.crc() + '\n';
      for (int i = 0; i < line.length(); i++) {
        hash = (hash ^ line.charAt(i)) * 0x100000001b3L;
      }
    }
    return HexFormat.of().toHexDigits(hash);
  }

  private static List<Path> paths(Path folder, List<NestedLibrary> nested) {
    return nested.stream().map(library -> folder.resolve(library.name())).toList();
  }

  private static boolean isIntact(Path folder, List<NestedLibrary> nested) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try {
      if (isForeign(folder)) {
        return false;
      }
      for (NestedLibrary library : nested) {
        Path file = folder.resolve(library.name());
        if (isForeign(file) || Files.size(file) != library.size() || crc(file) != library.crc()) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      // Missing or unreadable is as good as damaged: it is unpacked anew, and that tells if it
      // fails too.
      return false;
    }
  }

  /** Whether somebody else may have written there; always false where there are no such rights. */
  private static boolean isForeign(Path path) throws IOException {
    if (!HAS_RIGHTS) {
      return false;
    }
    Map<String, Object> rights = Files.readAttributes(path, "unix:uid,mode");
    // Not user.name: a container's user need not have one.
    Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Object owner = rights.get("uid");
    boolean isOurs = Objects.equals(owner, self) || Objects.equals(owner, ROOT);
    return !isOurs || !(rights.get("mode") instanceof Integer mode) || (mode & FOREIGN_WRITE) != 0;
  }

  private static long crc(Path file) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return crc.getValue();
  }

  private static void unpack(PluginFile plugin, Path folder) throws IOException {
    Files.createDirectories(folder.getParent());
    Path filling = Files.createTempDirectory(folder.getParent(), ".filling-");
    try {
      copy(plugin, filling);
      giveRights(filling, "rwxr-xr-x");
      moveIntoPlace(plugin, filling, folder);
    } finally {
      delete(filling);
    }
  }

  /**
   * Rights that do not depend on the umask: with 002 every file would look as if others had written
   * it, and what root unpacked when an image was built must be readable for who runs it.
   */
  private static void giveRights(Path path, String rights) throws IOException {
    if (HAS_RIGHTS) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
    }
  }

  private static void copy(PluginFile plugin, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(plugin.jar().toFile())) {
      for (NestedLibrary library : plugin.nested()) {
        Path file = folder.resolve(library.name());
        try (InputStream in = zip.getInputStream(zip.getEntry(library.entry()))) {
          Files.copy(in, file);
        }
        giveRights(file, "rw-r--r--");
        if (Files.size(file) != library.size() || crc(file) != library.crc()) {
          throw new IOException(library.entry() + " does not have the checksum the jar tells");
        }
        checkNoSpi(library, file);
      }
    }
  }

  /** Once, when it is unpacked: a library must not bring the SPI either. */
  private static void checkNoSpi(NestedLibrary library, Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.getEntry("io/mizzen/spi/MizzenPlugin.class") != null) {
        throw new BundledSpi(library.entry());
      }
    }
  }

  private static void moveIntoPlace(PluginFile plugin, Path filling, Path folder)
      throws IOException {
    try {
      Files.move(filling, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(folder.getParent() + " cannot rename folders atomically", e);
    } catch (FileSystemException e) {
      // A folder is there: another process was faster, or it is damaged and we found it so.
      if (isIntact(folder, plugin.nested())) {
        return;
      }
      Path damaged = Files.createTempDirectory(folder.getParent(), ".damaged-");
      Files.move(folder, damaged.resolve("lib"), StandardCopyOption.ATOMIC_MOVE);
      delete(damaged);
      Files.move(filling, folder, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    }
    for (Path child : children) {
      if (Files.isDirectory(child)) {
        delete(child);
      } else {
        Files.deleteIfExists(child);
      }
    }
    Files.deleteIfExists(folder);
  }
}
