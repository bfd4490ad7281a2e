package io.mizzen.admin;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

/**
 * The file of the unix socket. It is bound in a folder nobody else may enter, given its mode, and
 * only then moved to its name: at no moment can another user open it, and a stale file of a process
 * that died is replaced in one step.
 */
final class SocketFile {
  /** Bytes of a path that {@code sockaddr_un} holds on every system we run on. */
  private static final int LONGEST = 103;

  private final Path target;
  private final Path folder;
  private final Path place;

  private SocketFile(Path target, Path folder) {
    this.target = target;
    this.folder = folder;
    this.place = folder.resolve("s");
  }

  /**
   * Looks whether the name is free and makes the private folder.
   *
   * @throws IOException if another process answers there, the file is something else, or the path
   *     is too long; the message is for users
   */
  static SocketFile prepare(Path target) throws IOException {
    return prepare(target, Holder.NOBODY);
  }

  /** Who may answer at the name that is to be taken. */
  enum Holder {
    NOBODY,
    /** The process before this one, which expects to be replaced. */
    PREDECESSOR
  }

  /** The same, when a process before this one may still answer there. */
  static SocketFile prepare(Path target, Holder expected) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("admin.socket " + target + " is no path of a file");
    }
    Files.createDirectories(parent);
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.readAttributes(
              target, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther()) {
        throw new IOException("admin.socket " + target + " exists and is no socket");
      }
      if (expected == Holder.NOBODY && answers(target)) {
        throw new IOException(
            "admin.socket " + target + " is in use: another process answers there");
      }
    }
    Path folder = parent.resolve("." + HexFormat.of().toHexDigits((int) System.nanoTime()));
    SocketFile file = new SocketFile(target, folder);
    if (file.place.toString().length() > LONGEST) {
      throw new IOException(
          "admin.socket "
              + target
              + " is too long for a socket: use a shorter instance folder (--instance DIR)");
    }
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return file;
  }

  private static boolean answers(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  /** Where to bind. */
  UnixDomainSocketAddress address() {
    return UnixDomainSocketAddress.of(place);
  }

  /** After the bind: mode and name. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
    Files.move(place, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(folder);
  }

  /** After a failed bind. */
  void abandon() throws IOException {
    Files.deleteIfExists(place);
    Files.deleteIfExists(folder);
  }

  /** After the close. */
  void remove() throws IOException {
    Files.deleteIfExists(target);
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
