package io.mizzen.kernel.boot;

import io.mizzen.kernel.operate.ProcessControl;
import io.mizzen.kernel.restart.Door;
import io.mizzen.kernel.restart.Incumbent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instance folder as this process has it: its lock, and the door in it at which a successor
 * asks. Both go to the successor with everything else, and come back if that one dies early. Of the
 * thread that starts the process, then of its control thread.
 */
final class InstanceFolder implements ProcessControl.Folder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceFolder.class);

  /** Another process that looks at a folder just given up finds its addresses taken, and goes. */
  private static final Duration RELEASE_PATIENCE = Duration.ofSeconds(10);

  /** The system closes a dead process's sockets a little before it frees its locks. */
  private static final Duration DEATH_PATIENCE = Duration.ofSeconds(1);

  private final Path path;
  private @Nullable InstanceLock lock;
  private @Nullable Door door;
  // Asked for whoever answers at the door, each time it opens.
  private @Nullable Supplier<Incumbent> resident;

  InstanceFolder(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Whether no process has it. */
  boolean isFree() throws Refusal {
    return !InstanceLock.isHeld(path);
  }

  /** Whether this process has it. */
  boolean isOurs() {
    return lock != null;
  }

  /**
   * Makes it, mode 0700, and takes it.
   *
   * @throws Refusal if another process has it, or it cannot be made
   */
  void take() throws Refusal {
    lock = InstanceLock.take(path);
  }

  /** The process that had it has given it up for this one. */
  void takeReleased() throws IOException {
    try {
      lock = InstanceLock.takeWithin(path, RELEASE_PATIENCE);
    } catch (Refusal held) {
      throw new IOException(held.getMessage(), held);
    }
  }

  /**
   * The process that has it is not heard any more: takes it if that one has died.
   *
   * @param how it was noticed
   * @return false if it lives
   */
  boolean takeFromDead(IOException how) {
    if (!takeFreed()) {
      return false;
    }
    LOG.warn("the process before has died while it handed over: {}", how.getMessage());
    return true;
  }

  private boolean takeFreed() {
    try {
      lock = InstanceLock.takeWithin(path, DEATH_PATIENCE);
      return true;
    } catch (Refusal held) {
      return false;
    }
  }

  /**
   * From here on this process can be succeeded.
   *
   * @param incumbent asked each time the door opens
   */
  void openDoor(Supplier<Incumbent> incumbent) {
    resident = incumbent;
    try {
      door = Door.open(path, incumbent.get());
    } catch (IOException e) {
      // Such as a folder whose path is too long for a unix socket: serving goes before upgrading.
      LOG.warn("no process can take over from this one: {}", e.getMessage());
    }
  }

  @Override
  public void giveUp() {
    close();
  }

  @Override
  public boolean takeBack() {
    if (!takeFreed()) {
      return false;
    }
    Supplier<Incumbent> incumbent = resident;
    if (incumbent != null) {
      openDoor(incumbent);
    }
    return true;
  }

  /** Gives it up, if this process has it. */
  @Override
  public void close() {
    Door open = door;
    door = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("the door did not close", e);
      }
    }
    InstanceLock held = lock;
    lock = null;
    if (held != null) {
      try {
        held.close();
      } catch (IOException e) {
        LOG.debug("the instance lock is gone already", e);
      }
    }
  }
}
