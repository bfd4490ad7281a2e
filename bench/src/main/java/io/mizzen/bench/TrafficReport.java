package io.mizzen.bench;

import static io.mizzen.bench.report.Numbers.median;
import static io.mizzen.bench.report.Numbers.one;
import static io.mizzen.bench.report.Numbers.two;
import static io.mizzen.bench.report.Numbers.whole;

import io.mizzen.bench.Scenario.Phase;
import io.mizzen.bench.proxy.Mizzen;
import io.mizzen.bench.report.Numbers;
import io.mizzen.bench.report.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The table of a scenario with load: medians over the windows in which nobody else used the cores.
 */
final class TrafficReport {
  /** Whom the others are compared with. */
  private static final List<String> PEERS = List.of("nginx", "haproxy");

  private static final double MIB = 1024 * 1024;

  private final Scenario scenario;
  private final Map<String, List<Window>> saturated = new LinkedHashMap<>();
  private final Map<String, List<Window>> fixed = new LinkedHashMap<>();
  private final Map<Target, List<Window>> all;
  private final List<String> notes;

  TrafficReport(Scenario scenario, Map<Target, List<Window>> windows, List<String> notes) {
    this.scenario = scenario;
    this.all = windows;
    this.notes = notes;
    windows.forEach(
        (target, measured) -> {
          saturated.put(target.name(), usable(measured, Phase.SATURATED));
          fixed.put(target.name(), usable(measured, Phase.FIXED_RATE));
        });
  }

  /** The undisturbed windows; all of them if none was. */
  private static List<Window> usable(List<Window> windows, Phase phase) {
    List<Window> ofPhase = windows.stream().filter(w -> w.phase() == phase).toList();
    List<Window> quiet = ofPhase.stream().filter(w -> !w.disturbed()).toList();
    return quiet.isEmpty() ? ofPhase : quiet;
  }

  Section section() {
    StringBuilder text = new StringBuilder();
    text.append("### ").append(scenario.name()).append(": ").append(scenario.description());
    text.append("\n\n");
    notes.forEach(note -> text.append(note).append("\n"));
    text.append(notes.isEmpty() ? "" : "\n").append(table());
    return new Section(scenario.name(), text.toString(), json(), rows());
  }

  private List<SummaryRow> rows() {
    List<String> others =
        all.keySet().stream()
            .filter(target -> target.proxy().isPresent() && !isOurs(target))
            .map(Target::name)
            .toList();
    List<SummaryRow> rows = new ArrayList<>();
    for (Target target : all.keySet()) {
      if (isOurs(target)) {
        List<Window> fast = saturated.getOrDefault(target.name(), List.of());
        Map<String, Double> ratios = new LinkedHashMap<>();
        others.forEach(other -> ratios.put(other, pairedCpu(fast, other)));
        rows.add(
            new SummaryRow(
                scenario.name(),
                target.name(),
                of(fast, w -> w.sample().perSecond()),
                of(fast, Window::cpuMicros),
                ratios,
                of(fast, Window::calls),
                over(target, others, w -> w.sample().p50Micros()),
                over(target, others, w -> w.sample().p99Micros()),
                all.get(target).stream().mapToLong(w -> w.sample().errors()).sum()));
      }
    }
    return rows;
  }

  private static boolean isOurs(Target target) {
    return target.proxy().filter(running -> running.proxy() instanceof Mizzen).isPresent();
  }

  /** A latency less that of the best other proxy. */
  private double over(Target target, List<String> others, ToDoubleFunction<Window> value) {
    List<Double> medians = others.stream().map(other -> of(fixed, other, value)).toList();
    return of(fixed, target.name(), value) - Numbers.min(medians);
  }

  /**
   * CPU per request against another proxy: the median over the rounds of both, since what disturbs
   * a round disturbs both; the ratio of the medians if they have no round in common.
   */
  private double pairedCpu(List<Window> mine, String other) {
    List<Window> theirs = saturated.getOrDefault(other, List.of());
    List<Double> ratios = new ArrayList<>();
    for (Window window : mine) {
      theirs.stream()
          .filter(their -> their.round() == window.round())
          .forEach(their -> ratios.add(window.cpuMicros() / their.cpuMicros()));
    }
    return ratios.isEmpty()
        ? of(mine, Window::cpuMicros) / of(saturated, other, Window::cpuMicros)
        : median(ratios);
  }

  private Table table() {
    List<String> heads = new ArrayList<>(List.of("proxy"));
    if (scenario.phases().contains(Phase.SATURATED)) {
      Collections.addAll(heads, "req/s", "/nginx", "min..max", "CPU us/req", "user us");
      Collections.addAll(heads, "CPU /nginx", "CPU /haproxy", "p50 us", "p99 us", "calls/req");
    }
    if (scenario.phases().contains(Phase.FIXED_RATE)) {
      Collections.addAll(heads, "CPU us at rate", "p50 at rate", "p99 at rate", "p99 best");
      Collections.addAll(heads, "p99.9", "p50 /nginx");
    }
    Collections.addAll(heads, "RSS MiB", "errors", "rounds");
    Table table = new Table(heads);
    all.forEach((target, measured) -> table.row(row(target, measured)));
    return table;
  }

  private List<String> row(Target target, List<Window> measured) {
    String name = target.name();
    List<Window> fast = saturated.getOrDefault(name, List.of());
    List<Window> paced = fixed.getOrDefault(name, List.of());
    List<String> cells = new ArrayList<>(List.of(name));
    if (scenario.phases().contains(Phase.SATURATED)) {
      double rate = of(fast, w -> w.sample().perSecond());
      boolean full = target.proxy().isEmpty() || full(fast);
      cells.add(whole(rate) + (full ? "" : " *"));
      cells.add(two(rate / of(saturated, "nginx", w -> w.sample().perSecond())));
      cells.add(range(fast));
      double cpu = of(fast, Window::cpuMicros);
      cells.add(two(cpu));
      cells.add(two(of(fast, Window::userMicros)));
      PEERS.forEach(peer -> cells.add(two(pairedCpu(fast, peer))));
      cells.add(whole(of(fast, w -> w.sample().p50Micros())));
      cells.add(whole(of(fast, w -> w.sample().p99Micros())));
      cells.add(two(of(fast, Window::calls)));
    }
    if (scenario.phases().contains(Phase.FIXED_RATE)) {
      double p50 = of(paced, w -> w.sample().p50Micros());
      cells.add(two(of(paced, Window::cpuMicros)));
      cells.add(whole(p50));
      cells.add(whole(of(paced, w -> w.sample().p99Micros())));
      cells.add(
          whole(Numbers.min(measured(measured, Phase.FIXED_RATE, w -> w.sample().p99Micros()))));
      cells.add(whole(of(paced, w -> w.sample().p999Micros())));
      cells.add(two(p50 / of(fixed, "nginx", w -> w.sample().p50Micros())));
    }
    double resident = of(measured, Window::residentBytes);
    cells.add(resident > 0 ? one(resident / MIB) : Numbers.NONE);
    cells.add(Long.toString(measured.stream().mapToLong(w -> w.sample().errors()).sum()));
    cells.add(rounds(fast) + "+" + rounds(paced));
    return cells;
  }

  private static boolean full(List<Window> windows) {
    return windows.stream().filter(Window::full).count() * 2 > windows.size();
  }

  private static String rounds(List<Window> windows) {
    return windows.size() + (windows.stream().anyMatch(Window::disturbed) ? "!" : "");
  }

  private static String range(List<Window> windows) {
    return whole(windows.stream().mapToDouble(w -> w.sample().perSecond()).min().orElse(Double.NaN))
        + ".."
        + whole(windows.stream().mapToDouble(w -> w.sample().perSecond()).max().orElse(Double.NaN));
  }

  private static double of(
      Map<String, List<Window>> windows, String name, ToDoubleFunction<Window> value) {
    return of(windows.getOrDefault(name, List.of()), value);
  }

  private static double of(List<Window> windows, ToDoubleFunction<Window> value) {
    return median(windows.stream().mapToDouble(value).boxed().toList());
  }

  private static List<Double> measured(
      List<Window> windows, Phase phase, ToDoubleFunction<Window> value) {
    return windows.stream().filter(w -> w.phase() == phase).mapToDouble(value).boxed().toList();
  }

  private Map<String, Object> json() {
    Map<String, Object> targets = new LinkedHashMap<>();
    all.forEach(
        (target, windows) -> {
          List<Window> fast = saturated.getOrDefault(target.name(), List.of());
          List<Window> paced = fixed.getOrDefault(target.name(), List.of());
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("perSecond", of(fast, w -> w.sample().perSecond()));
          json.put("cpuMicros", of(fast, Window::cpuMicros));
          json.put("userMicros", of(fast, Window::userMicros));
          for (String peer : PEERS) {
            json.put("cpuTo_" + peer, pairedCpu(fast, peer));
          }
          json.put("callsPerAnswer", of(fast, Window::calls));
          json.put("p50MicrosAtRate", of(paced, w -> w.sample().p50Micros()));
          json.put("p99MicrosAtRate", of(paced, w -> w.sample().p99Micros()));
          json.put("windows", windows.stream().map(Window::json).toList());
          targets.put(target.name(), json);
        });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", scenario.description());
    json.put("notes", notes);
    json.put("targets", targets);
    return json;
  }
}
