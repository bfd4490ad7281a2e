package io.mizzen.it.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code mizzen upgrade} as an operator calls it, and what it says meanwhile. */
final class UpgradeCommand implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;
  private static final long LOOK_NANOS = 10_000_000;

  private final Process process;
  private final Path output;

  private UpgradeCommand(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Calls it; it returns when the process before is gone. */
  static UpgradeCommand drained(MizzenProcess instance) throws IOException {
    Path output = Files.createTempFile(instance.folder(), "upgrade", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                MizzenProcess.HOME.resolve("bin/mizzen").toString(),
                "upgrade",
                "--drained",
                "--instance",
                instance.folder().resolve("run").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("MIZZEN_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("MIZZEN_CACHE", "off");
    return new UpgradeCommand(builder.start(), output);
  }

  String said() throws IOException {
    return Files.readString(output);
  }

  /** Waits until it has said something. */
  void await(String words) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!said().contains(words)) {
      if (System.nanoTime() > until || !process.isAlive() && !said().contains(words)) {
        throw new IOException("'" + words + "' is not said:\n" + said());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /** Its exit code, once it has ended. */
  int code() throws Exception {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("it does not return:\n" + said());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
