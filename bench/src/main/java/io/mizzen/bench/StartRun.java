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
 * How long a proxy takes to its first connection and its first answer, and how much memory it has
 * when it then does nothing.
 */
final class StartRun {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

  /** What a start leaves to do, such as compiling, is done by then. */
  private static final Duration REST = Duration.ofSeconds(2);

  private static final double MIB = 1024 * 1024;

  private final Rig rig;
  private final Settings settings;

  StartRun(Rig rig, Settings settings) {
    this.rig = rig;
    this.settings = settings;
  }

  Section run(Scenario scenario, List<Proxy> proxies) throws IOException {
    Table table =
        new Table(
            List.of(
                "proxy", "accepts ms", "min..max", "first answer ms", "idle RSS MiB", "rounds"));
    List<String> notes = new ArrayList<>();
    Map<String, Object> json = new LinkedHashMap<>();
    for (Proxy proxy : proxies) {
      List<Double> accepts = new ArrayList<>();
      List<Double> answers = new ArrayList<>();
      List<Double> resident = new ArrayList<>();
      for (int round = 0; round < settings.rounds(); round++) {
        try (RunningProxy running = rig.start(proxy, scenario.mode())) {
          accepts.add(running.acceptMillis());
          answers.add(running.acceptMillis() + firstAnswerMillis(scenario, running));
          Measurement.sleep(REST);
          resident.add((double) running.probe().residentBytes());
        } catch (IOException e) {
          notes.add(proxy.name() + ", start " + (round + 1) + ": " + e.getMessage());
        }
      }
      table.row(
          List.of(
              proxy.name(),
              Numbers.whole(Numbers.median(accepts)),
              Numbers.whole(Numbers.min(accepts))
                  + ".."
                  + Numbers.whole(accepts.stream().mapToDouble(a -> a).max().orElse(Double.NaN)),
              Numbers.whole(Numbers.median(answers)),
              Numbers.one(Numbers.median(resident) / MIB),
              Integer.toString(accepts.size())));
      json.put(
          proxy.name(),
          Map.of("acceptMillis", accepts, "answerMillis", answers, "idleResidentBytes", resident));
    }
    StringBuilder text =
        new StringBuilder("### " + scenario.name() + ": " + scenario.description() + "\n\n");
    notes.forEach(note -> text.append(note).append("\n"));
    text.append(notes.isEmpty() ? "" : "\n").append(table);
    return new Section(scenario.name(), text.toString(), json);
  }

  private double firstAnswerMillis(Scenario scenario, RunningProxy running) throws IOException {
    long start = System.nanoTime();
    try (Load load = scenario.load(rig.loop(), running.address(), new Pace.Once())) {
      load.open();
      while (load.settled() < 1) {
        if (load.failed() || System.nanoTime() - start > LONGEST_ANSWER.toNanos()) {
          throw new IOException("no right answer (" + load.firstFault() + ")");
        }
        Measurement.sleep(Duration.ofMillis(1));
      }
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
