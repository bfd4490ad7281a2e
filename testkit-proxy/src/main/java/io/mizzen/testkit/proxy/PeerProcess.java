package io.mizzen.testkit.proxy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client or server in a process of its own: one that can be killed, or that needs other versions
 * of libraries than the test. It is asked in lines on its standard input, and answers each with a
 * line on its standard output that begins with {@value #MARK}; all else that it says goes to a
 * file. A peer ends when its standard input does ({@link PeerLoop}), so none outlives its test.
 */
public final class PeerProcess implements AutoCloseable {
  static final String MARK = "@peer ";

  /** A JVM with a large framework takes ten seconds on a busy machine; this is for hanging ones. */
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final BufferedReader out;
  private final Writer in;
  private final Path log;

  private PeerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.in = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts a main class with this JVM's Java.
   *
   * @param log where its other words go
   * @param classPath jars and folders
   * @param flags of the JVM
   * @param main the class; runs a {@link PeerLoop}
   */
  public static PeerProcess start(
      Path log, List<Path> classPath, List<String> flags, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // peers are small, and several run beside a build
    command.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(flags);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add(main);
    command.addAll(List.of(arguments));
    try {
      Path folder = log.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      return new PeerProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path of this JVM, for peers that need no other versions than the test. */
  public static List<Path> ownClassPath() {
    return java.util.regex.Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(Path::of)
        .toList();
  }

  /**
   * A port of 127.0.0.1 for a peer that has to be told its own. Nobody else takes ports of this
   * machine between two moments of a test.
   */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Sends a line and gives the answer to it.
   *
   * @throws AssertionError if none comes
   */
  public String ask(String line) {
    try {
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      throw new AssertionError("the peer is gone, see " + log, e);
    }
    return next();
  }

  /**
   * The next line it says.
   *
   * @throws AssertionError if none comes
   */
  public String next() {
    FutureTask<@Nullable String> reading = new FutureTask<>(this::read);
    Thread reader = new Thread(reading, "peer-reader");
    reader.setDaemon(true);
    reader.start();
    try {
      String line = reading.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("the peer has ended, see " + log);
      }
      return line;
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("the peer says nothing, see " + log, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private @Nullable String read() throws IOException {
    String line = out.readLine();
    while (line != null && !line.startsWith(MARK)) {
      line = out.readLine();
    }
    return line == null ? null : line.substring(MARK.length());
  }

  /** SIGKILL: no word to anybody, connections break. Returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the peer cannot be killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
