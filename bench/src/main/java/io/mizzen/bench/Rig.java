package io.mizzen.bench;

import io.mizzen.bench.load.FrameShapes;
import io.mizzen.bench.load.Loop;
import io.mizzen.bench.load.Upstream;
import io.mizzen.bench.proxy.Mode;
import io.mizzen.bench.proxy.ProcessProbe;
import io.mizzen.bench.proxy.Proxy;
import io.mizzen.bench.proxy.RunningProxy;
import io.mizzen.bench.proxy.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two halves of the machine: the load core with this process, its generator and upstreams; the
 * proxy core.
 */
final class Rig implements AutoCloseable {
  private final Loop loop;
  private final Upstream http;
  private final Upstream http2;
  private final Upstream bolt;
  private final Upstream dubbo;
  private final Upstream plain;
  private final Path work;
  private final int proxyCore;
  private final List<String> pin;
  private final ProcessProbe self;
  private int started;

  /**
   * @param contentBytes of an answer of the RPC upstreams
   */
  Rig(int proxyCore, int loadCore, int contentBytes) throws IOException {
    this.proxyCore = proxyCore;
    pin = pin(proxyCore, loadCore);
    work = Files.createTempDirectory("mizzen-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "end"));
    loop = new Loop();
    http = Upstream.http(loop);
    http2 = Upstream.http2(loop);
    bolt = Upstream.bolt(loop, contentBytes);
    dubbo = Upstream.frames(loop, FrameShapes.DUBBO, contentBytes);
    plain = Upstream.frames(loop, FrameShapes.PLAIN, contentBytes);
    self = new ProcessProbe(ProcessHandle.current(), ProcessProbe.Scope.ALONE, loadCore);
  }

  /**
   * Moves this process to the load core; the words that put another on the proxy core, none where
   * that is impossible.
   */
  private static List<String> pin(int proxyCore, int loadCore) {
    boolean possible =
        Tools.find("taskset").isPresent()
            && Files.exists(Path.of("/sys/devices/system/cpu/cpu" + Math.max(proxyCore, loadCore)));
    if (!possible || proxyCore == loadCore) {
      System.out.println(
          "NOT PINNED: no taskset or only one core here, so that proxy and load disturb each other");
      return List.of();
    }
    String mine = Long.toString(ProcessHandle.current().pid());
    Tools.output("taskset", "-a", "-c", "-p", Integer.toString(loadCore), mine);
    return List.of("taskset", "-c", Integer.toString(proxyCore));
  }

  RunningProxy start(Proxy proxy, Mode mode) throws IOException {
    Path folder = work.resolve(proxy.name().replaceAll("[^a-z]+", "-") + "-" + ++started);
    return RunningProxy.start(proxy, mode, upstream(mode), proxyCore, pin, folder);
  }

  InetSocketAddress upstream(Mode mode) throws IOException {
    return switch (mode) {
      case BOLT -> bolt.address();
      case DUBBO -> dubbo.address();
      case PLAIN -> plain.address();
      default -> mode.upstreamHttp2() ? http2.address() : http.address();
    };
  }

  Loop loop() {
    return loop;
  }

  /** This process on the load core. */
  ProcessProbe self() {
    return self;
  }

  Path work() {
    return work;
  }

  private void end() {
    RunningProxy.stopAll();
    sweep();
  }

  private void sweep() {
    try (Stream<Path> files = Files.walk(work)) {
      files.sorted(Comparator.reverseOrder()).forEach(Rig::delete);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("left behind: " + work + " (" + e.getMessage() + ")");
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    http2.close();
    bolt.close();
    dubbo.close();
    plain.close();
    loop.close();
  }
}
