package io.mizzen.bench.jmh;

import io.mizzen.kernel.telemetry.MetricsRegistry;
import io.mizzen.spi.telemetry.Counter;
import io.mizzen.spi.telemetry.Histogram;
import io.mizzen.spi.telemetry.MetricSpec;
import io.mizzen.spi.telemetry.Metrics;
import io.mizzen.testkit.FakeWorker;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a worker pays to count a request and to record how long it took, in the kernel's metrics.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MetricsBenchmark {
  private final MetricsRegistry registry = new MetricsRegistry();
  private final Counter.Cell cell;
  private final Histogram.Recorder recorder;
  private long value = 1;

  public MetricsBenchmark() {
    registry.declare(
        List.of(
            MetricSpec.counter("bench_requests_total", "Requests."),
            MetricSpec.histogram("bench_request_seconds", "How long they took.")));
    Metrics metrics = registry.permanent();
    FakeWorker worker = new FakeWorker();
    cell = metrics.counter("bench_requests_total").cell(worker);
    recorder = metrics.histogram("bench_request_seconds").recorder(worker);
  }

  @Benchmark
  public void count() {
    cell.increment();
  }

  @Benchmark
  public void record() {
    value = value * 6364136223846793005L + 1442695040888963407L;
    recorder.record(value >>> 40);
  }
}
