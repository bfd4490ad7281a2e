package io.mizzen.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * {@code bin/mizzen} called beside a process that serves: a successor of it, or the command that
 * has it make one.
 */
final class Beside implements AutoCloseable {
  /** A start on a machine that compiles at the same time. */
  private static final long PATIENCE_SECONDS = 60;

  private static final long LOOK_NANOS = 10_000_000;

  private final Process process;
  private final Path log;

  private Beside(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** {@code mizzen run --take-over}; from another distribution, perhaps. */
  static Beside start(MizzenProcess instance, Path home) throws IOException {
    return start(instance, home, "");
  }

  /**
   * The same by way of a shell.
   *
   * @param first what the shell does before it becomes Mizzen
   */
  static Beside start(MizzenProcess instance, Path home, String first) throws IOException {
    ProcessBuilder builder = MizzenProcess.builder(home, instance.folder(), "run", "--take-over");
    if (!first.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("sh", "-c", first + "; exec \"$@\"", "sh"));
      command.addAll(builder.command());
      builder.command(command);
    }
    return start(instance, builder);
  }

  /** {@code mizzen upgrade --drained}: it returns when the process before is gone. */
  static Beside upgrade(MizzenProcess instance) throws IOException {
    String command = MizzenProcess.HOME.resolve("bin/mizzen").toString();
    return start(
        instance,
        MizzenProcess.builder(MizzenProcess.HOME, instance.folder())
            .command(command, "upgrade", "--drained", "--instance", "run"));
  }

  private static Beside start(MizzenProcess instance, ProcessBuilder builder) throws IOException {
    Path log = Files.createTempFile(instance.folder(), "beside", ".log");
    return new Beside(builder.redirectOutput(log.toFile()).start(), log);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its exit code, once it has ended. */
  int code() throws Exception {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("it does not end:\n" + log());
    }
    return process.exitValue();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits until its workers run: then it warms up. */
  void awaitWorkers() throws IOException {
    // Newer JDKs shorten names for Linux in the middle, older ones cut them off.
    await(() -> hasThread("mizzen-worker") || hasThread("mizzen-..er-"));
  }

  /** Waits until it has said something. */
  void awaitLog(String words) throws IOException {
    await(() -> log().contains(words));
  }

  private void await(Condition condition) throws IOException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      // What has ended may have said it last.
      if (System.nanoTime() > until || !process.isAlive() && !condition.holds()) {
        throw new IOException("it does not come that far:\n" + log());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private boolean hasThread(String beginning) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        if (Files.readString(thread.resolve("comm")).startsWith(beginning)) {
          return true;
        }
      }
    } catch (IOException | UncheckedIOException over) {
      // A thread, or the process, that has just ended.
      return false;
    }
    return false;
  }

  /** As {@code kill -9}; returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
