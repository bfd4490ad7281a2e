package io.mizzen.bench;

import io.mizzen.bench.Scenario.Phase;
import io.mizzen.bench.load.Pace;
import io.mizzen.bench.proxy.Proxy;
import io.mizzen.bench.proxy.RunningProxy;
import io.mizzen.bench.report.Numbers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scenario with load.
 *
 * <ol>
 *   <li>All proxies are started and stay up: an idle one costs the others nothing, a start would.
 *   <li>The generator is warmed on the direct path, then every proxy that compiles itself on its
 *       own.
 *   <li>Rounds as fast as answers come, the proxies taking turns, so that a slow minute of the
 *       machine hits all of them.
 *   <li>Rounds at one rate for all, half of what the slowest can do.
 * </ol>
 */
final class TrafficRun {
  /** Enough for the compiler of this JVM: its code is small and the same for every target. */
  private static final Duration RIG_WARM_UP = Duration.ofSeconds(2);

  /** So that a generator on one core still keeps the times of single requests. */
  private static final double HIGHEST_RATE = 60_000;

  private final Rig rig;
  private final Settings settings;
  private final Measurement measurement;
  private final List<String> notes = new ArrayList<>();

  TrafficRun(Rig rig, Settings settings) {
    this.rig = rig;
    this.settings = settings;
    measurement = new Measurement(rig, settings);
  }

  /**
   * @param direct whether the path without proxy is measured, too
   */
  Section run(Scenario scenario, List<Proxy> proxies, boolean direct) throws IOException {
    List<RunningProxy> running = new ArrayList<>();
    try {
      Map<Target, List<Window>> windows = new LinkedHashMap<>();
      Target upstream = Target.direct(rig.upstream(scenario.mode()));
      if (scenario.mode().sameOnBothSides()) {
        measurement.warm(scenario, upstream, min(RIG_WARM_UP, settings.warmUp()));
      }
      for (Proxy proxy : proxies) {
        start(proxy, scenario, running, windows);
      }
      if (direct && scenario.mode().sameOnBothSides()) {
        windows.put(upstream, new ArrayList<>());
      }
      if (scenario.phases().contains(Phase.SATURATED)) {
        rounds(scenario, windows, Phase.SATURATED, new Pace.Closed());
      }
      if (scenario.phases().contains(Phase.FIXED_RATE) && !windows.isEmpty()) {
        double rate = rate(scenario, windows);
        notes.add("latency at " + Numbers.whole(rate) + " requests/s for all");
        rounds(scenario, windows, Phase.FIXED_RATE, new Pace.Fixed(rate));
      }
      return new TrafficReport(scenario, windows, notes).section();
    } finally {
      running.forEach(RunningProxy::close);
    }
  }

  private void start(
      Proxy proxy,
      Scenario scenario,
      List<RunningProxy> running,
      Map<Target, List<Window>> windows) {
    try {
      RunningProxy started = rig.start(proxy, scenario.mode());
      running.add(started);
      Target target = Target.of(started);
      if (proxy.warmUp() == Proxy.WarmUp.JIT) {
        progress(scenario, proxy.name() + ": warm-up of " + settings.warmUp().toSeconds() + " s");
        measurement.warm(scenario, target, settings.warmUp());
      }
      windows.put(target, new ArrayList<>());
    } catch (IOException e) {
      note(scenario, "skipped: " + e.getMessage());
    }
  }

  private void rounds(
      Scenario scenario, Map<Target, List<Window>> windows, Phase phase, Pace pace) {
    for (int round = 1; round <= settings.rounds(); round++) {
      for (Map.Entry<Target, List<Window>> entry : List.copyOf(windows.entrySet())) {
        Target target = entry.getKey();
        try {
          Window window = measurement.window(scenario, target, phase, pace, round);
          entry.getValue().add(window);
          progress(scenario, describe(target, window));
          if (window.sample().firstFault() != null && window.sample().errors() > 0) {
            note(scenario, target.name() + ": " + window.sample().firstFault());
          }
        } catch (IOException e) {
          note(scenario, target.name() + " given up: " + e.getMessage());
          windows.remove(target);
        }
      }
    }
  }

  private double rate(Scenario scenario, Map<Target, List<Window>> windows) {
    if (settings.rate().isPresent()) {
      return settings.rate().getAsDouble();
    }
    if (scenario.fixedRate() > 0) {
      return scenario.fixedRate();
    }
    double slowest =
        windows.entrySet().stream()
            .filter(entry -> entry.getKey().proxy().isPresent() || windows.size() == 1)
            .mapToDouble(
                entry ->
                    Numbers.median(
                        entry.getValue().stream().map(w -> w.sample().perSecond()).toList()))
            .min()
            .orElse(2 * HIGHEST_RATE);
    // At least 1, so that a proxy that answers nothing gets a row of errors rather than ending the
    // run.
    return Math.max(1, Math.min(HIGHEST_RATE, slowest / 2));
  }

  private static String describe(Target target, Window window) {
    return String.format(
        java.util.Locale.ROOT,
        "%s %s %d: %s/s, %s us CPU, p50 %s us, p99 %s us, %d errors%s",
        target.name(),
        window.phase().name().toLowerCase(java.util.Locale.ROOT),
        window.round(),
        Numbers.whole(window.sample().perSecond()),
        Numbers.two(window.cpuMicros()),
        Numbers.whole(window.sample().p50Micros()),
        Numbers.whole(window.sample().p99Micros()),
        window.sample().errors(),
        window.disturbed() ? ", disturbed by other processes" : "");
  }

  private void note(Scenario scenario, String text) {
    notes.add(text);
    progress(scenario, text);
  }

  private static void progress(Scenario scenario, String text) {
    System.err.println("  " + scenario.name() + ": " + text);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
