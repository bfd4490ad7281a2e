package io.mizzen.it.tarsthrift;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The proxy: kernel in this process, plugins from their jars behind the wall. */
final class MizzenProxy implements AutoCloseable {
  private static final Path HOME = Path.of("target/home").toAbsolutePath();

  private final Kernel kernel;

  private MizzenProxy(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Forwards everything to one upstream, by one worker, so that all callers share connections. */
  static MizzenProxy before(String protocol, int upstreamPort) throws IOException, Refusal {
    return start(allTo(protocol, upstreamPort));
  }

  /** A configuration that forwards everything to one upstream. */
  static String allTo(String protocol, int upstreamPort) {
    return """
        version: 1
        runtime: {workers: 1}
        listeners:
          - name: rpc
            bind: 127.0.0.1:0
            filterChains:
              - protocol: {type: PROTOCOL}
                routes: all
        routeTables:
          - name: all
            router: {type: serviceRouter}
            routes:
              - {name: everything, cluster: peer}
        clusters:
          - name: peer
            protocol: {type: PROTOCOL}
            endpoints: ["127.0.0.1:UPSTREAM"]
        """
        .replace("PROTOCOL", protocol)
        .replace("UPSTREAM", String.valueOf(upstreamPort));
  }

  static MizzenProxy start(String yaml) throws IOException, Refusal {
    Path instance = Files.createTempDirectory("mizzen-it");
    return new MizzenProxy(Kernel.start(new Options(List.of(), yaml, instance, HOME, List.of())));
  }

  int port() {
    Map<?, ?> listener = (Map<?, ?>) view("listeners", Map.of("name", "rpc"));
    return ((Number) listener.get("port")).intValue();
  }

  Object view(String name, Map<String, String> query) {
    return kernel.operations().view(name, query);
  }

  /** The sum of a metric over all labels. */
  long metric(String name) {
    return metric(name, "");
  }

  /** The sum of a metric over all labels that have this in them. */
  long metric(String name, String label) {
    StringBuilder text = new StringBuilder();
    try {
      kernel.operations().writeMetrics(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .filter(line -> line.contains(label))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
