package io.mizzen.it.http2;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The proxy: kernel in this process, plugins from their jars; both HTTPs on one port. */
final class Http2Proxy implements AutoCloseable {
  private static final Path HOME =
      Path.of(System.getProperty("mizzen.it.home", "target/home")).toAbsolutePath();

  private final Kernel kernel;

  private Http2Proxy(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Forwards everything to one upstream. */
  static Http2Proxy before(int upstreamPort, String upstreamProtocol) throws IOException, Refusal {
    return before(upstreamPort, "{type: " + upstreamProtocol + "}", "http2");
  }

  /** The same with configurations: of the cluster's protocol, and of HTTP/2 at the listener. */
  static Http2Proxy before(int upstreamPort, String upstreamProtocol, String http2)
      throws IOException, Refusal {
    return before(http2, "protocol: " + upstreamProtocol, "", upstreamPort);
  }

  /**
   * The same with several endpoints.
   *
   * @param cluster lines of YAML: what the cluster is besides its name and its endpoints
   * @param route what the route says besides, such as {@code retry: {...}}; may be empty
   */
  static Http2Proxy before(String http2, String cluster, String route, int... upstreamPorts)
      throws IOException, Refusal {
    return at(0, http2, cluster, route, upstreamPorts);
  }

  /** The same at a port that is known to be free, so that it can be opened again. */
  static Http2Proxy at(int port, String http2, String cluster, String route, int... upstreamPorts)
      throws IOException, Refusal {
    String yaml =
        """
        version: 1
        runtime: {workers: 1}
        listeners:
          - name: web
            bind: 127.0.0.1:PORT
            filterChains:
              - protocol: {type: auto, config: {protocols: [HTTP2, http1]}}
                routes: all
        routeTables:
          - name: all
            router: {type: httpRouter}
            routes:
              - {name: everything, match: {prefix: /}, cluster: peer, timeout: 0sROUTE}
        clusters:
          - name: peer
            endpoints: [UPSTREAMS]
            CLUSTER
        """
            .replace("PORT", String.valueOf(port))
            .replace("HTTP2", http2)
            .replace("ROUTE", route.isEmpty() ? "" : ", " + route)
            .replace("CLUSTER", cluster.replace("\n", "\n    "))
            .replace(
                "UPSTREAMS",
                IntStream.of(upstreamPorts)
                    .mapToObj(one -> "\"127.0.0.1:" + one + "\"")
                    .collect(Collectors.joining(", ")));
    Path instance = Files.createTempDirectory("mizzen-it");
    return new Http2Proxy(Kernel.start(new Options(List.of(), yaml, instance, HOME, List.of())));
  }

  int port() {
    Map<?, ?> listener = (Map<?, ?>) kernel.operations().view("listeners", Map.of("name", "web"));
    return ((Number) listener.get("port")).intValue();
  }

  /** The numbers of the downstream connections. */
  List<?> connections() {
    List<?> open = (List<?>) kernel.operations().view("connections", Map.of());
    return open.stream().map(one -> ((Map<?, ?>) one).get("id")).toList();
  }

  /** Does what {@code mizzen ACTION} does; returns when it is done. */
  void act(String action) {
    kernel.operations().act(action, Map.of()).join();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
