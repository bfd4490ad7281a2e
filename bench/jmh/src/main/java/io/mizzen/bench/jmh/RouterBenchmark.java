package io.mizzen.bench.jmh;

import io.mizzen.protocol.http1.Http1Plugin;
import io.mizzen.router.http.HttpMatchConfig;
import io.mizzen.router.http.HttpRouteConfig;
import io.mizzen.router.http.HttpRouterConfig;
import io.mizzen.router.http.HttpRouterPlugin;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.route.Route;
import io.mizzen.spi.route.RouteEntry;
import io.mizzen.spi.route.RouteProblems;
import io.mizzen.spi.route.Router;
import io.mizzen.spi.route.RouterFactory;
import io.mizzen.spi.stream.StreamContext;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.FakeStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Finding the route of a request in a table: the one it finds is the last. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {Flags.NO_LEAK_DETECTION, Flags.OWN_THREADS, Flags.LOOP_THREADS})
public class RouterBenchmark {
  @Param({"1", "1000", "100000"})
  private int routes = 1;

  private final FakeHost host = new FakeHost();
  private Exchange exchange;
  private RequestHead head;
  private StreamContext stream;
  private Router router;

  @Setup
  public void prepare() throws ProtocolException {
    exchange =
        new Exchange(
            Plugins.factory(new Http1Plugin(), "protocol http1"),
            host,
            Messages.GET,
            Messages.OK,
            (response, id) -> {});
    head = exchange.decoded();
    stream = new FakeStream(1, host.worker(), head);
    RouterFactory<HttpRouterConfig, HttpRouteConfig> factory =
        Plugins.factory(new HttpRouterPlugin(), "router httpRouter");
    router = factory.create(new HttpRouterConfig(), entries(), new NoProblems(), host);
    if (router.match(head, stream) == null) {
      throw new IllegalStateException("no route matches");
    }
  }

  private List<RouteEntry<HttpRouteConfig>> entries() {
    List<RouteEntry<HttpRouteConfig>> entries = new ArrayList<>();
    for (int i = 0; i < routes; i++) {
      String prefix = i == routes - 1 ? "/some" : "/service-" + i;
      HttpMatchConfig match = ConfigRecords.with(HttpMatchConfig.class, Map.of("prefix", prefix));
      entries.add(new RouteEntry<>(new Plain(i), new HttpRouteConfig(match, null, null)));
    }
    return entries;
  }

  @Benchmark
  public Route match() {
    return router.match(head, stream);
  }

  @TearDown
  public void end() {
    head.release();
    exchange.close();
    host.close();
  }

  private record Plain(int index) implements Route {
    @Override
    public String name() {
      return "r" + index;
    }

    @Override
    public String table() {
      return "bench";
    }

    @Override
    public String place() {
      return name();
    }

    @Override
    public Target target() {
      return Target.CLUSTER;
    }
  }

  private static final class NoProblems implements RouteProblems {
    @Override
    public void error(Route route, String key, String sentence) {
      throw new IllegalArgumentException(route.name() + "." + key + " " + sentence);
    }

    @Override
    public void warning(Route route, String key, String sentence) {
      error(route, key, sentence);
    }
  }
}
