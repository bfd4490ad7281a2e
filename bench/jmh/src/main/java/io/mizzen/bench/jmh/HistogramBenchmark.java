package io.mizzen.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
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
 * What recording a latency costs: into a histogram of one thread, against a recorder that another
 * thread may read at any time. The difference is the price of a phaser per request, and why workers
 * own their histograms.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HistogramBenchmark {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Histogram owned = new Histogram(LONGEST_NANOS, 2);
  private final Recorder shared = new Recorder(LONGEST_NANOS, 2);
  private long value = 1;

  /** Walks through the range in a way no branch predictor learns. */
  private long next() {
    value = value * 6364136223846793005L + 1442695040888963407L;
    return value >>> 40;
  }

  @Benchmark
  public void ownedByOneThread() {
    owned.recordValue(next());
  }

  @Benchmark
  public void readByOthers() {
    shared.recordValue(next());
  }
}
