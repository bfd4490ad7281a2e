package io.mizzen.kernel.fake;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.spi.operate.Operations;
import io.mizzen.spi.stream.Outcome;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.spi.stream.StreamFilter;
import io.netty.channel.uring.IoUring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A whole kernel with the fake plugin, run from a configuration file as in earnest. Its first
 * filter, {@code record}, keeps how each stream ended.
 */
public final class Mesh implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long LOOK_NANOS = 1_000_000;

  /** How a stream ended. */
  public record End(String why, int attempts, String endpoint) {}

  public final FakePlugin plugin = new FakePlugin();
  public final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
  private final Path folder;
  private Kernel kernel;

  public Mesh(Path folder) {
    this.folder = folder;
    plugin.filter(
        "record",
        new StreamFilter() {
          @Override
          public void onEnd(Outcome outcome, StreamContext stream) {
            ends.add(
                new End(
                    outcome.why().word(), outcome.attempts(), String.valueOf(outcome.endpoint())));
          }
        });
  }

  /** One listener {@code in}, one route to one cluster {@code up}, with what a test adds. */
  public static final class Sketch {
    public String protocol = "fake";
    public String serving = "{}";
    public String calling = "{}";
    public String filters = "[record]";
    public String route = "";
    public String cluster = "";
    public String chain = "";
    public String root = "";
    public String warmUp = "{when: never}";
    public String transport = "nio";
    public String bind = "127.0.0.1:0";
    public int workers = 1;
    public List<String> endpoints = List.of();

    public Sketch(FakeUpstream... upstreams) {
      endpoints = java.util.Arrays.stream(upstreams).map(FakeUpstream::address).toList();
    }

    public String yaml() {
      String scripts =
          String.join(
              ", ",
              java.util.Arrays.stream(filters.replaceAll("[\\[\\] ]", "").split(","))
                  .map(name -> "{type: script, name: " + name + ", config: {use: " + name + "}}")
                  .toList());
      return String.format(
          Locale.ROOT,
          """
          version: 1
          runtime: {workers: %d, transport: %s}
          drain: {grace: 10ms, max: 5s}
          warmUp: %s
          listeners:
            - name: in
              bind: '%s'
              bufferHigh: 64KiB
              filterChains:
                - protocol: {type: %s, config: %s}
                  routes: table
                  filters: [%s]
                  %s
          routeTables:
            - name: table
              router: byService
              routes:
                - {service: nobody, reply: {status: denied}}
                - {cluster: up%s}
          clusters:
            - name: up
              protocol: {type: %s, config: %s}
              loadBalancer: inOrder
              bufferHigh: 64KiB
              endpoints: [%s]
              %s
          %s
          """,
          workers,
          transport,
          warmUp,
          bind,
          protocol,
          serving,
          scripts,
          chain,
          route.isEmpty() ? "" : ", " + route,
          protocol,
          calling,
          String.join(", ", endpoints.stream().map(e -> "'" + e + "'").toList()),
          cluster,
          root);
    }
  }

  public Mesh start(Sketch sketch) {
    return start(sketch.yaml());
  }

  public Mesh start(String yaml) {
    write(yaml);
    try {
      kernel = Kernel.start(options(), List.of(plugin));
      return this;
    } catch (Refusal e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** Succeeds the mesh that runs in the same folder, with the configuration that is there. */
  public Mesh takeOver() throws Refusal {
    kernel = Kernel.start(options().restarting(true, List.of()), List.of(plugin));
    return this;
  }

  public Options options() {
    return new Options(
        List.of(folder.resolve("mizzen.yaml")), null, folder.resolve("run"), folder, List.of());
  }

  private void write(String yaml) {
    try {
      Files.writeString(folder.resolve("mizzen.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Operations.Result reload(Sketch sketch) {
    return reload(sketch.yaml());
  }

  public Operations.Result reload(String yaml) {
    write(yaml);
    return kernel.control().reload().join();
  }

  public Kernel kernel() {
    return kernel;
  }

  @SuppressWarnings("unchecked") // views are trees of maps and lists
  public int port(String listener) {
    Object view = kernel.operations().view("listeners", Map.of());
    List<Map<String, Object>> all =
        view instanceof Map<?, ?> map
            ? (List<Map<String, Object>>) map.values().iterator().next()
            : (List<Map<String, Object>>) view;
    for (Map<String, Object> one : all) {
      if (listener.equals(one.get("name"))) {
        return ((Number) one.get("port")).intValue();
      }
    }
    throw new AssertionError("no listener " + listener + " in " + view);
  }

  public FakeClient client(char variant) {
    return new FakeClient(port("in"), variant);
  }

  /** How the next stream ended. */
  public End end() {
    try {
      End end = ends.poll(15, TimeUnit.SECONDS);
      if (end == null) {
        throw new AssertionError("no stream ended");
      }
      return end;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Skips the test, visibly, where the kernel of this machine forbids io_uring. */
  public static void assumeUsable(String transport) {
    assumeTrue(
        !transport.equals("ioUring") || IoUring.isAvailable(), "io_uring cannot be used here");
  }

  /** The value of a metric with its labels as they are written; 0 if there is none yet. */
  public long metric(String series) {
    StringBuilder text = new StringBuilder();
    try {
      kernel.operations().writeMetrics(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** Waits until something is so. */
  public static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("never: " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  @Override
  public void close() {
    if (kernel != null) {
      kernel.close();
    }
  }
}
