package io.mizzen.filter.accesslog;

import io.mizzen.spi.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The targets in use: one per file, however many filters and configurations name it. */
final class LogTargets {
  static final String STDOUT = "stdout";
  static final String STDERR = "stderr";

  /** No file has this name. */
  static final String NOWHERE = "";

  private final Map<String, LogTarget> targets = new HashMap<>();

  /**
   * Takes the target of a configuration. If it is in use, the newest rotation settings hold.
   *
   * @throws IllegalArgumentException if the file cannot be written, as far as that can be seen
   */
  synchronized LogTarget take(AccessLogConfig config, Host host) {
    String name = config.target();
    if (!name.equals(STDOUT) && !name.equals(STDERR)) {
      Path path = host.resolve(name).toAbsolutePath().normalize();
      check(path);
      name = path.toString();
    }
    LogTarget target = targets.get(name);
    if (target == null) {
      target = new LogTarget(name, config, host);
      targets.put(name, target);
    } else {
      target.file().rotation(config);
    }
    target.users++;
    return target;
  }

  /** A target that writes nothing anywhere, and does all else. */
  synchronized LogTarget takeNowhere(AccessLogConfig config, Host host) {
    LogTarget target = new LogTarget(NOWHERE, config, host);
    targets.put(NOWHERE, target);
    target.users++;
    return target;
  }

  /** Ends a target when nobody uses it any more. */
  void giveBack(LogTarget target) {
    synchronized (this) {
      target.users--;
      if (target.users > 0) {
        return;
      }
      targets.remove(target.name());
    }
    target.stop();
  }

  /** A look, no more: who starts the process wants to know now, not at the first request. */
  private static void check(Path path) {
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException("target " + path + " is a folder; name a file in it");
    }
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw new IllegalArgumentException("target " + path + " is not writable for this user");
    }
    @Nullable Path folder = path.getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IllegalArgumentException(
          "target " + path + " cannot be created: " + folder + " is not writable for this user");
    }
  }
}
