package io.mizzen.bench;

import io.mizzen.bench.proxy.Mizzen;
import io.mizzen.bench.proxy.Proxy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures a scenario in the way that is its own, with those proxies that can be had for it. */
final class ScenarioRun {
  private final Rig rig;
  private final Settings settings;
  private final Consumer<String> notes;

  /**
   * @param notes takes a line for each proxy that is left out
   */
  ScenarioRun(Rig rig, Settings settings, Consumer<String> notes) {
    this.rig = rig;
    this.settings = settings;
    this.notes = notes;
  }

  /**
   * @param direct whether the path without proxy is measured, too
   */
  Section run(Scenario scenario, List<Proxy> proxies, boolean direct) throws IOException {
    List<Proxy> able = new ArrayList<>();
    for (Proxy proxy : proxies) {
      Optional<String> missing = proxy.missing(scenario.mode());
      missing.ifPresent(
          why -> notes.accept(scenario.name() + ": " + proxy.name() + " skipped: " + why));
      if (missing.isEmpty()) {
        able.add(proxy);
      }
    }
    return switch (scenario.phases().iterator().next()) {
      case IDLE -> new IdleRun(rig, settings).run(scenario, able);
      case START -> new StartRun(rig, settings).run(scenario, withoutArchives(able));
      case WARM_UP -> new WarmUpRun(rig).run(scenario, able);
      case BURST -> new BurstRun(rig, settings).run(scenario, able);
      case SCALE -> new ScaleRun(rig, settings).run(scenario, able);
      case SATURATED, FIXED_RATE -> new TrafficRun(rig, settings).run(scenario, able, direct);
    };
  }

  /** Each Mizzen also without its class-data archive, to see what that is worth. */
  private static List<Proxy> withoutArchives(List<Proxy> proxies) {
    List<Proxy> more = new ArrayList<>(proxies);
    for (Proxy proxy : proxies) {
      if (proxy instanceof Mizzen mizzen) {
        more.add(mizzen.withoutArchive());
      }
    }
    return more;
  }
}
