package io.mizzen.bench;

import io.mizzen.bench.load.Load;
import io.mizzen.bench.load.Pace;
import io.mizzen.bench.proxy.CpuReading;
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
 * What connections cost that have asked once and are silent since: memory of the proxy, and whether
 * it is silent, too.
 */
final class IdleRun {
  /**
   * Some load first, so that memory a proxy takes once, such as a heap or pools, is not blamed on
   * the connections.
   */
  private static final Duration BEFORE = Duration.ofSeconds(2);

  /** For one connection with its request; opening them is not what is measured. */
  private static final Duration LONGEST_OPENING = Duration.ofSeconds(60);

  /** Beside the connections: upstreams, libraries, logs. */
  private static final int SPARE_DESCRIPTORS = 1000;

  /**
   * Before memory is read and before a proxy counts as idle. A JVM's compilers finish for two
   * seconds what opening made hot, and Mizzen's gives back every 10 s what they used; far below a
   * minute, after which proxies close idle connections.
   */
  private static final Duration REST = Duration.ofSeconds(12);

  /** Twice what Mizzen's JVM does every 10 s: a short look sees it whole or not at all. */
  private static final Duration WATCH = Duration.ofSeconds(20);

  private static final double MIB = 1024 * 1024;

  private final Rig rig;
  private final Measurement measurement;

  IdleRun(Rig rig, Settings settings) {
    this.rig = rig;
    measurement = new Measurement(rig, settings);
  }

  Section run(Scenario scenario, List<Proxy> proxies) throws IOException {
    Table table =
        new Table(
            List.of(
                "proxy",
                "opened",
                "failed",
                "RSS before MiB",
                "RSS MiB",
                "RSS bytes/conn",
                "idle CPU %",
                "closed by proxy"));
    List<String> notes = new ArrayList<>();
    long limit = Machine.descriptors();
    if (limit < scenario.connections() + SPARE_DESCRIPTORS) {
      notes.add("skipped: this machine allows a process " + limit + " descriptors (ulimit -Hn)");
      return section(scenario, notes, table, Map.of());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    for (Proxy proxy : proxies) {
      try (RunningProxy running = rig.start(proxy, scenario.mode())) {
        table.row(measure(scenario, running, json));
      } catch (IOException e) {
        notes.add("skipped: " + e.getMessage());
      }
    }
    return section(scenario, notes, table, json);
  }

  private static Section section(
      Scenario scenario, List<String> notes, Table table, Map<String, Object> json) {
    StringBuilder text =
        new StringBuilder("### " + scenario.name() + ": " + scenario.description() + "\n\n");
    notes.forEach(note -> text.append(note).append("\n"));
    text.append(notes.isEmpty() ? "" : "\n").append(table);
    return new Section(scenario.name(), text.toString(), json);
  }

  private List<String> measure(Scenario scenario, RunningProxy running, Map<String, Object> json)
      throws IOException {
    Target target = Target.of(running);
    int count = scenario.connections();
    measurement.warm(scenario.over(64), target, BEFORE);
    Measurement.sleep(REST);
    long before = running.probe().residentBytes();
    try (Load load = scenario.load(rig.loop(), running.address(), new Pace.Once())) {
      load.open();
      long deadline = System.nanoTime() + LONGEST_OPENING.toNanos();
      while (load.settled() < count && !load.hopeless() && System.nanoTime() < deadline) {
        Measurement.sleep(Duration.ofMillis(50));
      }
      Measurement.sleep(REST);
      CpuReading start = running.probe().cpu();
      Measurement.sleep(WATCH);
      double busy = running.probe().cpu().since(start).totalNanos() * 100.0 / WATCH.toNanos();
      long resident = running.probe().residentBytes();
      int closed = load.closedIdle();
      int opened = load.settled() + closed;
      double each = opened == 0 ? Double.NaN : (double) (resident - before) / opened;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("opened", opened);
      row.put("failed", count - opened);
      row.put("residentBeforeBytes", before);
      row.put("residentBytes", resident);
      row.put("bytesPerConnection", each);
      row.put("idleCpuPercent", busy);
      row.put("closedByProxy", closed);
      row.put("firstError", load.firstFault());
      json.put(target.name(), row);
      return List.of(
          target.name(),
          Integer.toString(opened),
          Integer.toString(count - opened),
          Numbers.one(before / MIB),
          Numbers.one(resident / MIB),
          Numbers.whole(each),
          Numbers.two(busy),
          Integer.toString(closed));
    }
  }
}
