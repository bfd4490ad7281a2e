package io.mizzen.bench.jmh;

import io.mizzen.protocol.bolt.BoltPlugin;
import io.mizzen.protocol.http1.Http1Plugin;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.testkit.FakeHost;
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

/**
 * What both codecs of a protocol cost for one exchange of 1 KB: time, and with {@code -prof gc}
 * what they leave for the collector. The whole proxy may have 200 octets with HTTP/1 and 100 with
 * bolt.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {Flags.NO_LEAK_DETECTION, Flags.OWN_THREADS, Flags.LOOP_THREADS})
public class CodecBenchmark {
  @Param({"get", "chunked", "bolt"})
  private String messages = "get";

  private Exchange exchange;
  private final FakeHost host = new FakeHost();

  @Setup
  public void prepare() {
    exchange =
        switch (messages) {
          case "get" ->
              new Exchange(
                  Plugins.factory(new Http1Plugin(), "protocol http1"),
                  host,
                  Messages.GET,
                  Messages.OK,
                  (response, id) -> {});
          case "chunked" ->
              new Exchange(
                  Plugins.factory(new Http1Plugin(), "protocol http1"),
                  host,
                  Messages.CHUNKED_POST,
                  Messages.CHUNKED_OK,
                  (response, id) -> {});
          default ->
              new Exchange(
                  Plugins.factory(new BoltPlugin(), "protocol bolt"),
                  host,
                  Messages.boltRequest(),
                  Messages.boltResponse(),
                  (response, id) -> response.setInt(Messages.BOLT_ID, (int) id));
        };
  }

  @Benchmark
  public int exchange() throws ProtocolException {
    return exchange.run();
  }

  @TearDown
  public void end() {
    exchange.close();
    host.close();
  }
}
