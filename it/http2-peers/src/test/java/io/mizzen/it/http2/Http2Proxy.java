package io.mizzen.it.http2;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
    String yaml =
        """
        version: 1
        runtime: {workers: 1}
        listeners:
          - name: web
            bind: 127.0.0.1:0
            filterChains:
              - protocol: {type: auto, config: {protocols: [HTTP2, http1]}}
                routes: all
        routeTables:
          - name: all
            router: {type: httpRouter}
            routes:
              - {name: everything, match: {prefix: /}, cluster: peer, timeout: 0s}
        clusters:
          - name: peer
            protocol: PROTOCOL
            endpoints: ["127.0.0.1:UPSTREAM"]
        """
            .replace("HTTP2", http2)
            .replace("PROTOCOL", upstreamProtocol)
            .replace("UPSTREAM", String.valueOf(upstreamPort));
    Path instance = Files.createTempDirectory("mizzen-it");
    return new Http2Proxy(Kernel.start(new Options(List.of(), yaml, instance, HOME, List.of())));
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
