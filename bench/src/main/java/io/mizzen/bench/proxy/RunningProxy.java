package io.mizzen.bench.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A started proxy, until it is closed. */
public final class RunningProxy implements AutoCloseable {
  /** A JVM with the largest configuration of the bench on a busy core still starts well within. */
  private static final Duration START = Duration.ofSeconds(90);

  /** After it, a proxy that was asked to end is killed. */
  private static final Duration STOP = Duration.ofSeconds(5);

  /** Fine enough for a start of a hundred milliseconds, and leaves the core to others. */
  private static final long POLL_NANOS = 200_000;

  private static final int LOG_LINES = 15;

  /** Added on start by the main thread, read by whoever ends the bench. */
  private static final Set<RunningProxy> RUNNING = ConcurrentHashMap.newKeySet();

  private final Proxy proxy;
  private final Process process;
  private final InetSocketAddress address;
  private final ProcessProbe probe;
  private double acceptMillis;

  private RunningProxy(Proxy proxy, Process process, InetSocketAddress address, int core) {
    this.proxy = proxy;
    this.process = process;
    this.address = address;
    probe = new ProcessProbe(process.toHandle(), ProcessProbe.Scope.WITH_DESCENDANTS, core);
    RUNNING.add(this);
  }

  /**
   * Starts {@code proxy} in front of {@code upstream} and waits until it accepts.
   *
   * @param pin the command words that pin what follows to a core; empty where that cannot be done
   * @param folder of its own, for its configuration and output
   * @throws IOException with the last lines of its output if it does not come up
   */
  public static RunningProxy start(
      Proxy proxy, Mode mode, InetSocketAddress upstream, int core, List<String> pin, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Proxy.Launch launch = proxy.prepare(mode, port, upstream.getPort(), folder);
    List<String> command = new ArrayList<>(pin);
    command.addAll(launch.command());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.log").toFile());
    builder.environment().putAll(launch.environment());
    long started = System.nanoTime();
    RunningProxy running =
        new RunningProxy(proxy, builder.start(), new InetSocketAddress("127.0.0.1", port), core);
    try {
      running.acceptMillis = running.awaitAccept(started);
      running.probe.refresh();
      return running;
    } catch (IOException e) {
      running.close();
      throw new IOException(e.getMessage() + tail(folder.resolve("output.log")), e);
    }
  }

  private double awaitAccept(long startedNanos) throws IOException {
    long deadline = startedNanos + START.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try (SocketChannel channel = SocketChannel.open(address)) {
        return channel.isConnected() ? (System.nanoTime() - startedNanos) / 1e6 : Double.NaN;
      } catch (IOException e) {
        // Refused: not yet listening.
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    throw new IOException(
        proxy.name()
            + (process.isAlive()
                ? " accepts nothing after " + START.toSeconds() + " s"
                : " ended with exit code " + process.exitValue()));
  }

  private static String tail(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return "\n    "
          + String.join("\n    ", all.subList(Math.max(0, all.size() - LOG_LINES), all.size()));
    } catch (IOException e) {
      return " (and left no output: " + e.getMessage() + ")";
    }
  }

  public Proxy proxy() {
    return proxy;
  }

  public InetSocketAddress address() {
    return address;
  }

  public ProcessProbe probe() {
    return probe;
  }

  public long pid() {
    return process.pid();
  }

  /** From the start of the process to the first connection that it accepted. */
  public double acceptMillis() {
    return acceptMillis;
  }

  /** Its exit code if it has ended. */
  public Optional<Integer> ended() {
    return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /** For the end of the bench, Ctrl-C included. */
  public static void stopAll() {
    List.copyOf(RUNNING).forEach(RunningProxy::close);
  }

  @Override
  public void close() {
    RUNNING.remove(this);
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
