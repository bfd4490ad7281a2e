package io.mizzen.bench;

import io.mizzen.bench.load.Pace;
import io.mizzen.bench.proxy.Proxy;
import io.mizzen.bench.proxy.RunningProxy;
import io.mizzen.bench.proxy.Tools;
import io.mizzen.bench.report.Numbers;
import io.mizzen.bench.report.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a large configuration costs: to load, to hold, and, as CPU per request beside the same proxy
 * with a small one, to find a route and an endpoint in.
 */
final class ScaleRun {
  private static final double MIB = 1024 * 1024;

  /** As {@code jcmd GC.heap_info} words it, once per part of the heap. */
  private static final Pattern USED = Pattern.compile("(?:total|heap) [^\\n]*?used ([0-9]+)K");

  private final Rig rig;
  private final Settings settings;
  private final Measurement measurement;

  /** One that runs, with what was seen when it was fresh. */
  private record Fresh(RunningProxy running, double residentMiB, double heapMiB) {}

  ScaleRun(Rig rig, Settings settings) {
    this.rig = rig;
    this.settings = settings;
    measurement = new Measurement(rig, settings);
  }

  /**
   * @param proxies the same with configurations of different sizes
   */
  Section run(Scenario scenario, List<Proxy> proxies) {
    List<Fresh> fresh = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Map<Fresh, List<Window>> windows = new LinkedHashMap<>();
    try {
      for (Proxy proxy : proxies) {
        fresh.add(start(scenario, proxy));
      }
      for (int round = 1; round <= settings.rounds(); round++) {
        for (Fresh one : fresh) {
          windows
              .computeIfAbsent(one, any -> new ArrayList<>())
              .add(
                  measurement.window(
                      scenario,
                      Target.of(one.running()),
                      Scenario.Phase.SATURATED,
                      new Pace.Closed(),
                      round));
        }
      }
    } catch (IOException e) {
      notes.add("given up: " + e.getMessage());
    } finally {
      fresh.forEach(one -> one.running().close());
    }
    return section(scenario, windows, notes);
  }

  private Fresh start(Scenario scenario, Proxy proxy) throws IOException {
    RunningProxy running = rig.start(proxy, scenario.mode());
    try {
      Measurement.sleep(settings.settle());
      double heap = heapMiB(running.pid());
      Fresh one = new Fresh(running, running.probe().residentBytes() / MIB, heap);
      measurement.warm(scenario, Target.of(running), settings.warmUp());
      return one;
    } catch (IOException e) {
      running.close();
      throw e;
    }
  }

  /** What the heap of a JVM holds after a full collection; NaN where nobody tells. */
  private static double heapMiB(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Tools.output(jcmd, Long.toString(pid), "GC.run");
    Matcher used = USED.matcher(Tools.output(jcmd, Long.toString(pid), "GC.heap_info"));
    double kib = 0;
    while (used.find()) {
      kib += Double.parseDouble(used.group(1));
    }
    return kib == 0 ? Double.NaN : kib / 1024;
  }

  private static Section section(
      Scenario scenario, Map<Fresh, List<Window>> windows, List<String> notes) {
    Table table =
        new Table(
            List.of("proxy", "accepts ms", "RSS MiB", "heap MiB", "CPU us/req", "CPU to first"));
    Map<String, Object> json = new LinkedHashMap<>();
    double first = Double.NaN;
    for (Map.Entry<Fresh, List<Window>> entry : windows.entrySet()) {
      Fresh one = entry.getKey();
      double cpu = Numbers.median(entry.getValue().stream().map(Window::cpuMicros).toList());
      first = Double.isNaN(first) ? cpu : first;
      String name = one.running().proxy().name();
      table.row(
          List.of(
              name,
              Numbers.whole(one.running().acceptMillis()),
              Numbers.one(one.residentMiB()),
              Numbers.one(one.heapMiB()),
              Numbers.two(cpu),
              Numbers.two(cpu / first)));
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("acceptMillis", one.running().acceptMillis());
      row.put("residentMiB", one.residentMiB());
      row.put("heapMiB", one.heapMiB());
      row.put("windows", entry.getValue().stream().map(Window::json).toList());
      json.put(name, row);
    }
    StringBuilder text =
        new StringBuilder("### " + scenario.name() + ": " + scenario.description() + "\n\n");
    notes.forEach(note -> text.append(note).append("\n"));
    text.append(notes.isEmpty() ? "" : "\n").append(table);
    return new Section(scenario.name(), text.toString(), json);
  }
}
