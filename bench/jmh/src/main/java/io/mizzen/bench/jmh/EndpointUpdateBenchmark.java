package io.mizzen.bench.jmh;

import io.mizzen.balancer.basic.BasicBalancersPlugin;
import io.mizzen.kernel.boot.Kernel;
import io.mizzen.kernel.boot.Options;
import io.mizzen.kernel.boot.Refusal;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.Host;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.Worker;
import io.mizzen.spi.upstream.Discovery;
import io.mizzen.spi.upstream.DiscoveryFactory;
import io.mizzen.spi.upstream.EndpointSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one endpoint more and one less cost a cluster of ten, by how many other clusters there are:
 * registries send such changes all day. The whole way of it: a kernel with two workers, discovery
 * that calls its watcher, the new set, the gauges of its endpoints, and a balancer built anew by
 * each worker, since both have traffic for that cluster.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xmx2g", "-XX:+UseSerialGC", "-Dio.netty.leakDetection.level=disabled"})
public class EndpointUpdateBenchmark {
  private static final int ENDPOINTS = 10;

  /** Beyond a thousand endpoints they share gauges, which is another way. */
  @Param({"10", "10000"})
  public int clusters;

  private final Pushed pushed = new Pushed();
  private final List<Socket> callers = new ArrayList<>();
  private final List<List<EndpointSpec>> sets = new ArrayList<>();
  private @Nullable ServerSocket upstream;
  private @Nullable Kernel kernel;
  private int turn;

  @Setup(Level.Trial)
  public void start() throws IOException, Refusal, InterruptedException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    upstream = server;
    Path folder = Files.createTempDirectory("mizzen-jmh");
    Kernel started =
        Kernel.start(
            new Options(List.of(), yaml(), folder.resolve("run"), folder, List.of()),
            List.of(new BasicBalancersPlugin(), pushed));
    kernel = started;
    for (int i = 0; i < clusters; i++) {
      pushed.push("c" + i, set(i, 0));
    }
    // The cluster that changes has one endpoint that answers, so that both workers get to use it.
    for (int changed = 0; changed < 2; changed++) {
      List<EndpointSpec> one = new ArrayList<>(set(0, changed));
      one.set(0, EndpointSpec.of("127.0.0.1:" + server.getLocalPort()));
      sets.add(List.copyOf(one));
    }
    pushed.push("c0", List.of(sets.get(0).get(0)));
    Map<?, ?> listener = (Map<?, ?>) started.operations().view("listeners", Map.of("name", "in"));
    for (int i = 0; i < pushed.workers.size(); i++) {
      callers.add(
          new Socket(InetAddress.getLoopbackAddress(), ((Number) listener.get("port")).intValue()));
      callers.add(server.accept());
    }
  }

  private static List<EndpointSpec> set(int cluster, int changed) {
    List<EndpointSpec> set = new ArrayList<>();
    for (int i = 0; i < ENDPOINTS; i++) {
      int last = i == ENDPOINTS - 1 ? i + changed : i;
      set.add(EndpointSpec.of("10." + (cluster >> 8) + "." + (cluster & 255) + "." + last + ":80"));
    }
    return set;
  }

  private String yaml() {
    StringBuilder text =
        new StringBuilder(
            """
            version: 1
            runtime: {workers: 2}
            telemetry: {log: {level: error}}
            listeners:
              - {name: in, bind: '127.0.0.1:0', filterChains: [{tcpProxy: {cluster: c0}}]}
            clusters:
            """);
    for (int i = 0; i < clusters; i++) {
      text.append("  - {name: c").append(i);
      text.append(", discovery: {type: pushed, config: {service: c").append(i).append("}}}\n");
    }
    return text.toString();
  }

  @TearDown(Level.Trial)
  public void stop() throws IOException {
    for (Socket socket : callers) {
      socket.close();
    }
    if (upstream != null) {
      upstream.close();
    }
    if (kernel != null) {
      kernel.close();
    }
  }

  /** Until both workers use the new set. */
  @Benchmark
  public void oneEndpointChanges() throws InterruptedException {
    turn ^= 1;
    pushed.push("c0", sets.get(turn));
    CountDownLatch there = new CountDownLatch(pushed.workers.size());
    for (Worker worker : pushed.workers) {
      worker.execute(there::countDown);
    }
    there.await();
  }

  /** A registry whose changes this class makes. */
  static final class Pushed implements MizzenPlugin, DiscoveryFactory<Pushed.Config> {
    private final Map<String, Discovery.Watcher> watchers = new ConcurrentHashMap<>();
    private volatile List<Worker> workers = List.of();

    /** Which service. */
    public record Config(String service) {}

    void push(String service, List<EndpointSpec> endpoints) {
      Discovery.Watcher watcher = watchers.get(service);
      if (watcher == null) {
        throw new IllegalStateException("nobody watches " + service);
      }
      watcher.onEndpoints(endpoints);
    }

    @Override
    public void register(ExtensionRegistrar registrar) {
      registrar.add(ExtensionPoints.DISCOVERY, this);
    }

    @Override
    public String type() {
      return "pushed";
    }

    @Override
    public String summary() {
      return "Endpoints as a benchmark says.";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public Discovery create(Config config, Host host) {
      workers = host.workers();
      return new Discovery() {
        @Override
        public void start(Watcher watcher) {
          watchers.put(config.service(), watcher);
        }

        @Override
        public void close() {
          watchers.remove(config.service());
        }
      };
    }
  }
}
