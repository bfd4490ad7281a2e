package io.mizzen.it.http1;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The proxy: kernel in this process, plugins from their jars behind the wall. */
final class HttpProxy implements AutoCloseable {
  private static final Path HOME =
      Path.of(System.getProperty("mizzen.it.home", "target/home")).toAbsolutePath();

  private final Kernel kernel;

  private HttpProxy(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Forwards everything to one upstream. */
  static HttpProxy before(int upstreamPort) throws IOException, Refusal {
    return before(upstreamPort, "auto");
  }

  /** The same by a transport of one's choice. */
  static HttpProxy before(int upstreamPort, String transport) throws IOException, Refusal {
    Path instance = Files.createTempDirectory("mizzen-it");
    return new HttpProxy(
        Kernel.start(
            new Options(List.of(), yaml(upstreamPort, transport), instance, HOME, List.of())));
  }

  /** Which of those in a folder it is. */
  enum Start {
    FIRST,
    SUCCESSOR
  }

  /** One of several in the same folder, each of which takes over from the one before. */
  static HttpProxy succeeding(Path instance, int upstreamPort, Start which) {
    String yaml = yaml(upstreamPort, "epoll") + "warmUp: {when: never}\n";
    Options options = new Options(List.of(), yaml, instance, HOME, List.of());
    try {
      return new HttpProxy(Kernel.start(options.restarting(which == Start.SUCCESSOR, List.of())));
    } catch (Refusal e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  private static String yaml(int upstreamPort, String transport) {
    return """
        version: 1
        runtime: {workers: 1, transport: TRANSPORT}
        listeners:
          - name: web
            bind: 127.0.0.1:0
            filterChains:
              - protocol: {type: http1}
                routes: all
        routeTables:
          - name: all
            router: {type: httpRouter}
            routes:
              - {name: everything, match: {prefix: /}, cluster: peer}
        clusters:
          - name: peer
            protocol: {type: http1}
            endpoints: ["127.0.0.1:UPSTREAM"]
        """
        .replace("TRANSPORT", transport)
        .replace("UPSTREAM", String.valueOf(upstreamPort));
  }

  /** Waits for its end; returns the exit code. */
  int await() {
    return kernel.await();
  }

  int port() {
    Map<?, ?> listener = (Map<?, ?>) kernel.operations().view("listeners", Map.of("name", "web"));
    return ((Number) listener.get("port")).intValue();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
