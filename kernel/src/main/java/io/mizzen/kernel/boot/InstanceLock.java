package io.mizzen.kernel.boot;

import io.mizzen.kernel.network.MayWait;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The instance folder, held by one process at a time. The system gives the lock back when the
 * process ends, however it ends, so nothing is ever stale.
 */
final class InstanceLock implements AutoCloseable {
  /** 20 ms: nobody waits for long, and nobody looks for long. */
  private static final long LOOK_NANOS = 20_000_000;

  private final FileChannel channel;
  private final FileLock lock;

  private InstanceLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the folder, mode 0700, and takes it.
   *
   * @throws Refusal if another process has it, or it cannot be made
   */
  static InstanceLock take(Path folder) throws Refusal {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new Refusal(
            Refusal.BIND,
            "another mizzen runs in the instance folder "
                + folder
                + "\n  help: stop it (mizzen stop), or choose another folder with --instance DIR");
      }
      return new InstanceLock(channel, lock);
    } catch (IOException e) {
      throw new Refusal(
          Refusal.USAGE, "cannot use the instance folder " + folder + ": " + e.getMessage());
    }
  }

  /** Whether a process has the folder now. */
  static boolean isHeld(Path folder) throws Refusal {
    if (!Files.exists(folder.resolve("lock"))) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE)) {
      FileLock lock = tryLock(channel);
      if (lock != null) {
        lock.release();
      }
      return lock == null;
    } catch (IOException e) {
      throw new Refusal(
          Refusal.USAGE, "cannot use the instance folder " + folder + ": " + e.getMessage());
    }
  }

  /**
   * The same, for a successor: the incumbent has given it up, but another process may look at it
   * just now.
   */
  @MayWait("the start of a successor")
  static InstanceLock takeWithin(Path folder, Duration most) throws Refusal {
    long until = System.nanoTime() + most.toNanos();
    while (true) {
      try {
        return take(folder);
      } catch (Refusal taken) {
        if (System.nanoTime() >= until) {
          throw taken;
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
