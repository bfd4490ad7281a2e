package io.mizzen.kernel.restart;

import io.mizzen.kernel.restart.Message.Kind;
import io.netty.channel.epoll.Epoll;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * An actor in a JVM of its own, which kills itself with SIGKILL. Lines are exchanged with it: its
 * role goes in, what it wants to have done comes out. Some JVMs stand by, since starting one takes
 * longer than its part.
 */
final class DyingProcess implements AutoCloseable {
  /** Stands before what is no log. */
  private static final String MARK = "> ";

  private static final long PATIENCE_SECONDS = 60;

  /** 128 and the number of SIGKILL. */
  private static final int KILLED = 137;

  /** As many as start while one plays. */
  private static final int STANDING_BY = 2;

  private static final Queue<Process> SPARE = new ConcurrentLinkedQueue<>();

  private final Process process;
  private final Map<String, CompletableFuture<String>> said = new ConcurrentHashMap<>();

  private DyingProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "dying-process");
    reader.setDaemon(true);
    reader.start();
  }

  /** Has one begin. */
  static DyingProcess begin(String role, Path folder, Kind last) throws IOException {
    Process ready = SPARE.poll();
    DyingProcess begun = new DyingProcess(ready == null ? fork() : ready);
    begun.say(role + " " + last + " " + folder);
    while (SPARE.size() < STANDING_BY) {
      SPARE.add(fork());
    }
    return begun;
  }

  /** Ends those that nobody wants any more. */
  static void dismissAll() {
    SPARE.forEach(Process::destroyForcibly);
    SPARE.clear();
  }

  private static Process fork() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            DyingProcess.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(MARK)) {
          String[] words = line.substring(MARK.length()).split(" ", 2);
          of(words[0]).complete(words.length > 1 ? words[1] : "");
        }
      }
    } catch (IOException gone) {
      said.clear();
    }
  }

  private CompletableFuture<String> of(String word) {
    return said.computeIfAbsent(word, unknown -> new CompletableFuture<>());
  }

  /** What it says with this word. */
  String await(String word) throws Exception {
    return of(word).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** What to do when it says this word. */
  void on(String word, Runnable task) {
    of(word).thenRun(task);
  }

  void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
  }

  /** It has come to its last message, and SIGKILL has ended it. */
  void awaitDeath() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not come to its last message");
    }
    if (process.exitValue() != KILLED) {
      throw new AssertionError("it ended with " + process.exitValue());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  // ---- in the other JVM -----------------------------------------------------------------------

  public static void main(String[] none) throws Exception {
    Epoll.ensureAvailability();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    String line = in.readLine();
    if (line == null) {
      return;
    }
    String[] role = line.split(" ", 3);
    Kind last = Kind.valueOf(role[1]);
    if (role[0].equals("successor")) {
      new DyingSuccessor(Path.of(role[2]), last).play();
    } else {
      new DyingIncumbent(Path.of(role[2]), last).play(in);
    }
  }

  /** Tells the test. */
  static void tell(String words) {
    System.out.println(MARK + words);
  }

  /** What {@code kill -9} does; does not return. */
  static void die() throws IOException {
    Process kill =
        new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
    try {
      kill.waitFor();
      new CompletableFuture<Void>().get();
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IOException("it lives", e);
    }
  }
}
