package io.mizzen.bench;

import io.mizzen.bench.load.Load;
import io.mizzen.bench.load.Pace;
import io.mizzen.bench.proxy.Proxy;
import io.mizzen.bench.proxy.RunningProxy;
import io.mizzen.bench.report.Numbers;
import io.mizzen.bench.report.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a proxy that compiles itself takes until it is as fast as it gets, with full load from
 * its first connection on and one core for code and compiler.
 */
final class WarmUpRun {
  /** Fine enough to tell seconds, and long enough that a pause of the machine is not all of it. */
  private static final Duration STEP = Duration.ofMillis(500);

  private static final Duration WATCHED = Duration.ofSeconds(40);

  /** The last part of the time watched is taken for steady. */
  private static final Duration STEADY = Duration.ofSeconds(10);

  /** From this share of the steady rate on a proxy counts as warm. */
  private static final double WARM = 0.9;

  /** So many steps in a row have to be warm: one may be luck. */
  private static final int IN_A_ROW = 3;

  private final Rig rig;

  WarmUpRun(Rig rig) {
    this.rig = rig;
  }

  Section run(Scenario scenario, List<Proxy> proxies) {
    Table table =
        new Table(
            List.of("proxy", "accepts ms", "s to 90 %", "steady req/s", "first second req/s"));
    List<String> notes = new ArrayList<>();
    Map<String, Object> json = new LinkedHashMap<>();
    for (Proxy proxy : proxies) {
      if (proxy.warmUp() == Proxy.WarmUp.JIT) {
        try (RunningProxy running = rig.start(proxy, scenario.mode())) {
          List<Double> rates = watch(scenario, running);
          double steady = Numbers.median(rates.subList(rates.size() - steps(STEADY), rates.size()));
          double seconds = running.acceptMillis() / 1e3 + warmAfter(rates, steady);
          table.row(
              List.of(
                  proxy.name(),
                  Numbers.whole(running.acceptMillis()),
                  Numbers.one(seconds),
                  Numbers.whole(steady),
                  Numbers.whole((rates.get(0) + rates.get(1)) / 2)));
          json.put(
              proxy.name(),
              Map.of("secondsTo90Percent", seconds, "steady", steady, "perSecondEach500Ms", rates));
        } catch (IOException e) {
          notes.add("skipped: " + e.getMessage());
        }
      }
    }
    StringBuilder text =
        new StringBuilder("### " + scenario.name() + ": " + scenario.description() + "\n\n");
    notes.forEach(note -> text.append(note).append("\n"));
    text.append(notes.isEmpty() ? "" : "\n").append(table);
    return new Section(scenario.name(), text.toString(), json);
  }

  private List<Double> watch(Scenario scenario, RunningProxy running) throws IOException {
    List<Double> rates = new ArrayList<>();
    try (Load load = scenario.load(rig.loop(), running.address(), new Pace.Closed())) {
      load.open();
      for (int step = 0; step < steps(WATCHED); step++) {
        load.begin(() -> {});
        Measurement.sleep(STEP);
        rates.add(load.end(() -> {}).perSecond());
      }
    }
    return rates;
  }

  /** Seconds of load until the rate stays warm; NaN if it never does. */
  static double warmAfter(List<Double> rates, double steady) {
    int row = 0;
    for (int step = 0; step < rates.size(); step++) {
      row = rates.get(step) >= WARM * steady ? row + 1 : 0;
      if (row == IN_A_ROW) {
        return (step + 1 - IN_A_ROW) * STEP.toMillis() / 1e3;
      }
    }
    return Double.NaN;
  }

  private static int steps(Duration time) {
    return (int) (time.toMillis() / STEP.toMillis());
  }
}
