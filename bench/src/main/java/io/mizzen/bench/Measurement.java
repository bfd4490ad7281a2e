package io.mizzen.bench;

import io.mizzen.bench.load.Load;
import io.mizzen.bench.load.Pace;
import io.mizzen.bench.load.Sample;
import io.mizzen.bench.proxy.CpuReading;
import io.mizzen.bench.proxy.ProcessProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One window against one target: connections, settle, window, end. The proxy's counters are read at
 * its very edges.
 */
final class Measurement {
  /**
   * A JVM compiles what it has seen. If no connection ended or came while the code ran hot, the
   * first that does makes it throw the compiled code away, and a second or two of the first window
   * would show that instead of the proxy.
   */
  private static final Duration WARM_SLICE = Duration.ofSeconds(2);

  private final Rig rig;
  private final Settings settings;

  Measurement(Rig rig, Settings settings) {
    this.rig = rig;
    this.settings = settings;
  }

  Window window(Scenario scenario, Target target, Scenario.Phase phase, Pace pace, int round)
      throws IOException {
    Edges edges = new Edges(target.proxy().map(proxy -> proxy.probe()));
    double calls = Double.NaN;
    Sample sample;
    if (settings.tool() != Settings.Tool.OWN && phase == Scenario.Phase.SATURATED) {
      edges.start();
      sample = ExternalTool.run(settings.tool(), scenario, target.address(), settings, rig.work());
      edges.end();
    } else {
      try (Load load = scenario.load(rig.loop(), target.address(), pace)) {
        load.open();
        sleep(settings.settle());
        load.begin(edges::start);
        sleep(settings.duration());
        sample = load.end(edges::end);
        // Once is enough: calls per request do not change from round to round.
        if (settings.calls().isPresent() && round == 1 && target.proxy().isPresent()) {
          calls = calls(settings.calls().get(), load, target);
        }
      }
    }
    return new Window(
        phase, round, sample, edges.spent(), edges.resident(), edges.loadOthers(sample), calls);
  }

  /** A window of its own: counting costs the proxy time. NaN if the counter says nothing. */
  private static double calls(SystemCalls counter, Load load, Target target) throws IOException {
    load.begin(() -> {});
    double perSecond = Double.NaN;
    try {
      perSecond = counter.perSecond(target.proxy().orElseThrow().pid());
    } catch (IOException e) {
      System.err.println("  " + target.name() + ": " + e);
    }
    return perSecond / load.end(() -> {}).perSecond();
  }

  /** Load without counting, in slices with connections of their own. */
  void warm(Scenario scenario, Target target, Duration time) throws IOException {
    for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(WARM_SLICE)) {
      try (Load load = scenario.load(rig.loop(), target.address(), new Pace.Closed())) {
        load.open();
        sleep(left.compareTo(WARM_SLICE) < 0 ? left : WARM_SLICE);
        if (load.hopeless()) {
          throw new IOException(target.name() + " answers with errors only: " + load.firstFault());
        }
      }
    }
  }

  /** Waits by the clock: a stretch of time is what is measured. */
  static void sleep(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("interrupted");
      }
    }
  }

  /**
   * The readings at both ends of a window; made on the load loop, read by the main thread after the
   * window.
   */
  private final class Edges {
    private final Optional<ProcessProbe> probe;
    private @Nullable CpuReading proxyAtStart;
    private @Nullable CpuReading proxyAtEnd;
    private @Nullable CpuReading selfAtStart;
    private @Nullable CpuReading selfAtEnd;

    Edges(Optional<ProcessProbe> probe) {
      this.probe = probe;
      probe.ifPresent(ProcessProbe::refresh);
    }

    void start() {
      selfAtStart = rig.self().cpu();
      proxyAtStart = probe.map(ProcessProbe::cpu).orElse(null);
    }

    void end() {
      proxyAtEnd = probe.map(ProcessProbe::cpu).orElse(null);
      selfAtEnd = rig.self().cpu();
    }

    CpuReading.Spent spent() {
      return proxyAtStart == null || proxyAtEnd == null
          ? Window.NOTHING
          : proxyAtEnd.since(proxyAtStart);
    }

    long resident() {
      return probe.map(ProcessProbe::residentBytes).orElse(0L);
    }

    double loadOthers(Sample sample) {
      // With another tool, that tool is the other.
      return selfAtStart == null || selfAtEnd == null || settings.tool() != Settings.Tool.OWN
          ? 0
          : (double) selfAtEnd.since(selfAtStart).othersNanos() / sample.nanos();
    }
  }
}
