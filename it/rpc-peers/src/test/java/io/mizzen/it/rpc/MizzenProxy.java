package io.mizzen.it.rpc;

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
  static MizzenProxy before(int upstreamPort) throws IOException, Refusal {
    return start(allTo(upstreamPort));
  }

  /** A configuration that forwards everything to one upstream. */
  static String allTo(int upstreamPort) {
    return """
        version: 1
        runtime: {workers: 1}
        listeners:
          - name: rpc
            bind: 127.0.0.1:0
            filterChains:
              - protocol: {type: dubbo}
                routes: all
        routeTables:
          - name: all
            router: {type: serviceRouter}
            routes:
              - {name: everything, cluster: peer}
        clusters:
          - name: peer
            protocol: {type: dubbo}
            endpoints: ["127.0.0.1:UPSTREAM"]
        """
        .replace("UPSTREAM", String.valueOf(upstreamPort));
  }

  static MizzenProxy start(String yaml) throws IOException, Refusal {
    return start(Files.createTempDirectory("mizzen-it"), yaml, Start.FIRST);
  }

  /** Whether another one runs in the same folder. */
  enum Start {
    FIRST,
    SUCCESSOR
  }

  static MizzenProxy start(Path instance, String yaml, Start start) throws IOException, Refusal {
    Options options = new Options(List.of(), yaml, instance, HOME, List.of());
    return new MizzenProxy(
        Kernel.start(start == Start.SUCCESSOR ? options.restarting(true, List.of()) : options));
  }

  /** Returns when it has ended by itself. */
  void await() {
    kernel.await();
  }

  int port() {
    return port("rpc");
  }

  int port(String name) {
    Map<?, ?> listener = (Map<?, ?>) view("listeners", Map.of("name", name));
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
