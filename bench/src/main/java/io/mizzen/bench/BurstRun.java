package io.mizzen.bench;

import io.mizzen.bench.load.Load;
import io.mizzen.bench.load.Pace;
import io.mizzen.bench.load.Sample;
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

/** Whether memory that a burst of large bodies needed is given back. */
final class BurstRun {
  /** Ordinary load before: its memory is what the burst is compared with. */
  private static final Duration BEFORE = Duration.ofSeconds(5);

  private static final int ORDINARY_CONNECTIONS = 64;
  private static final Duration BURST = Duration.ofSeconds(5);

  /** A slow machine gets more time, until there is an answer per connection. */
  private static final Duration LONGEST_BURST = Duration.ofSeconds(60);

  private static final Duration REST = Duration.ofSeconds(2);

  /** What the project promises: memory is back by then. */
  private static final Duration AFTER = Duration.ofSeconds(30);

  private static final double MIB = 1024 * 1024;

  private final Rig rig;
  private final Measurement measurement;

  BurstRun(Rig rig, Settings settings) {
    this.rig = rig;
    measurement = new Measurement(rig, settings);
  }

  Section run(Scenario scenario, List<Proxy> proxies) {
    Table table =
        new Table(
            List.of(
                "proxy",
                "idle RSS MiB",
                "in the burst",
                "30 s later",
                "to idle",
                "answers",
                "errors"));
    List<String> notes = new ArrayList<>();
    Map<String, Object> json = new LinkedHashMap<>();
    for (Proxy proxy : proxies) {
      try (RunningProxy running = rig.start(proxy, scenario.mode())) {
        table.row(measure(scenario, running, json));
      } catch (IOException e) {
        notes.add("skipped: " + e.getMessage());
      }
    }
    StringBuilder text =
        new StringBuilder("### " + scenario.name() + ": " + scenario.description() + "\n\n");
    notes.forEach(note -> text.append(note).append("\n"));
    text.append(notes.isEmpty() ? "" : "\n").append(table);
    return new Section(scenario.name(), text.toString(), json);
  }

  private List<String> measure(Scenario scenario, RunningProxy running, Map<String, Object> json)
      throws IOException {
    Target target = Target.of(running);
    measurement.warm(scenario.over(ORDINARY_CONNECTIONS), target, BEFORE);
    Measurement.sleep(REST);
    double idle = running.probe().residentBytes() / MIB;
    double most;
    long answers;
    long errors;
    try (Load load = scenario.load(rig.loop(), running.address(), new Pace.Closed())) {
      load.begin(() -> {});
      load.open();
      Measurement.sleep(BURST);
      long deadline = System.nanoTime() + LONGEST_BURST.toNanos();
      while (load.answers() < scenario.connections() && System.nanoTime() < deadline) {
        Measurement.sleep(REST);
      }
      most = running.probe().residentBytes() / MIB;
      Sample sample = load.end(() -> {});
      answers = sample.answers();
      errors = sample.errors();
    }
    Measurement.sleep(AFTER);
    double after = running.probe().residentBytes() / MIB;
    json.put(
        target.name(),
        Map.of("idleMiB", idle, "burstMiB", most, "afterMiB", after, "answers", answers));
    return List.of(
        target.name(),
        Numbers.one(idle),
        Numbers.one(most),
        Numbers.one(after),
        Numbers.two(after / idle),
        Long.toString(answers),
        Long.toString(errors));
  }
}
