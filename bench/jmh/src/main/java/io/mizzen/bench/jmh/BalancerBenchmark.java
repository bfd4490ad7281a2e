package io.mizzen.bench.jmh;

import io.mizzen.balancer.basic.BasicBalancersPlugin;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.upstream.Endpoint;
import io.mizzen.spi.upstream.LoadBalancer;
import io.mizzen.spi.upstream.LoadBalancerFactory;
import io.mizzen.spi.upstream.PickContext;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.FakeRequest;
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

/** Choosing one of many endpoints, all of them usable. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {Flags.NO_LEAK_DETECTION, Flags.OWN_THREADS, Flags.LOOP_THREADS})
public class BalancerBenchmark {
  @Param({"roundRobin", "leastRequest", "random"})
  private String balancer = "roundRobin";

  @Param({"10", "1000"})
  private int endpoints = 10;

  private final FakeHost host = new FakeHost();
  private final AnyOf context = new AnyOf();
  private LoadBalancer chosen;

  @Setup
  public void prepare() {
    List<Endpoint> members = new ArrayList<>();
    for (int i = 0; i < endpoints; i++) {
      members.add(new Member("198.18.0.1:" + (8000 + i)));
    }
    chosen =
        build(Plugins.factory(new BasicBalancersPlugin(), "loadBalancer " + balancer))
            .over(members, host.worker());
  }

  private <C extends Record> LoadBalancer.Builder build(LoadBalancerFactory<C> factory) {
    return factory.create(ConfigRecords.defaults(factory.configType()), host);
  }

  @Benchmark
  public Endpoint pick() {
    return chosen.pick(context);
  }

  @TearDown
  public void end() {
    host.close();
  }

  private record Member(String address) implements Endpoint {
    @Override
    public int weight() {
      return 1;
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of();
    }

    @Override
    public Gate gate() {
      return Gate.OPEN;
    }
  }

  /** A cluster in which nothing is wrong and nothing is loaded. */
  private static final class AnyOf implements PickContext {
    private final RequestHead head = new FakeRequest("echo", "call", "");
    private long state = 1;

    @Override
    public RequestHead head() {
      return head;
    }

    @Override
    public Usable usable(Endpoint endpoint) {
      return Usable.YES;
    }

    @Override
    public int load(Endpoint endpoint) {
      return 1;
    }

    @Override
    public double ramp(Endpoint endpoint) {
      return 1;
    }

    @Override
    public int random(int bound) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      return (int) ((state >>> 33) % bound);
    }
  }
}
