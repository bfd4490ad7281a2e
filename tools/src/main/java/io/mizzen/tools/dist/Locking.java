package io.mizzen.tools.dist;

import io.mizzen.cli.Exit;
import io.mizzen.cli.Failure;
import io.mizzen.kernel.boot.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a build keeps to its {@link LockFile}. */
final class Locking {
  /** What a build does with the lock. */
  enum Use {
    /** What is locked must be the same; what is new is added. */
    KEEP,
    /** Nothing may differ from the lock. */
    FROZEN,
    /** Everything is locked anew. */
    RENEW
  }

  private final DistFile file;
  private final Use use;
  private final Progress progress;

  Locking(DistFile file, Use use, Progress progress) {
    this.file = file;
    this.use = use;
    this.progress = progress;
  }

  /** What was locked; null if nothing was. */
  @Nullable LockFile read() throws Failure {
    return LockFile.read(file.lock());
  }

  /** Refuses plugins that are not those that were locked. */
  void comparePlugins(Resolver resolver, List<Part> parts) throws Failure {
    if (use != Use.RENEW) {
      resolver.compare(parts, read());
    }
  }

  /** What is locked from now on. */
  LockFile of(Staging staging, List<Part> parts, OciImage.@Nullable Base base) throws IOException {
    return new LockFile(
        1,
        file.manifest().dist().name(),
        file.manifest().dist().version(),
        new LockFile.Kernel(Versions.KERNEL, staging.kernelHash()),
        parts.stream().map(Part::locked).toList(),
        base == null ? "" : base.digest());
  }

  /** The same version of mizzen must have the same files. */
  void compareKernel(@Nullable LockFile before, LockFile now) throws Failure {
    if (before != null
        && use != Use.RENEW
        && before.mizzen().version().equals(now.mizzen().version())
        && !before.mizzen().equals(now.mizzen())) {
      file.wrong(
          file.manifest(),
          "dist",
          "MZ4004",
          "bin/ and lib/ of this mizzen " + Versions.KERNEL + " are not those that were locked",
          "find out who changed them; if the change is meant: mizzen dist lock");
      file.refuse(Exit.PLUGINS);
    }
  }

  /** Nothing may differ, if that is what was asked for. */
  void frozen(@Nullable LockFile before, LockFile now) throws Failure {
    if (use == Use.FROZEN && !now.equals(before)) {
      List<String> changes =
          before == null ? List.of("there is no lock") : now.changesSince(before);
      throw new Failure(
          Exit.WRONG,
          file.shown(file.lock())
              + ": error[MZ4009]: the manifest is not what is locked: "
              + String.join("; ", changes)
              + "\n  help: mizzen dist lock, and commit the lock\nnothing was built");
    }
  }

  /** Writes it beside the manifest if it has changed. */
  void write(LockFile lock, @Nullable LockFile before) throws IOException {
    String shown = file.shown(file.lock());
    if (lock.equals(before)) {
      progress.say("lock", shown + " unchanged");
      return;
    }
    Path part = Files.createTempFile(file.folder(), ".lock", "");
    Files.writeString(part, lock.text());
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(part, file.lock(), StandardCopyOption.ATOMIC_MOVE);
    progress.say("lock", shown + (before == null ? " written" : " changed"));
    if (before != null) {
      lock.changesSince(before).forEach(line -> progress.say("", line));
    }
  }
}
