package io.mizzen.kernel.plugin;

import io.mizzen.kernel.config.model.RootConfig;
import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes what one plugin offers, and every fault in it, until {@link #close}. Nothing reaches the
 * registry before the plugin is through, so a plugin that breaks half-way leaves nothing behind.
 */
final class PluginRegistrar implements ExtensionRegistrar {
  private final String plugin;
  private final Registry registry;
  private final FaultSink faults;
  private final Map<String, ExtensionPoint<?>> points = new LinkedHashMap<>();
  private final Map<String, Registration<?>> registrations = new LinkedHashMap<>();
  private final Map<String, Why> whys = new LinkedHashMap<>();
  private final Map<String, MetricSpec> metrics = new LinkedHashMap<>();
  private boolean open = true;

  /** Hears what is wrong with a registration. */
  interface FaultSink {
    void fault(String code, String message, @Nullable String help);
  }

  PluginRegistrar(String plugin, Registry registry, FaultSink faults) {
    this.plugin = plugin;
    this.registry = registry;
    this.faults = faults;
  }

  @Override
  public <F extends ExtensionFactory> void add(ExtensionPoint<F> point, F factory) {
    checkOpen();
    String type = factory.type();
    if (!isWord(type)) {
      fault("type '" + type + "' of " + factory.getClass().getName() + " is not camelCase");
      return;
    }
    Registration<F> added = new Registration<>(plugin, point, factory);
    if (isKernelWord(point, type)) {
      faults.fault("MZ3007", added.words() + " is the kernel's own word", null);
    } else if (isKnown(point, added) && isFree(added)) {
      String summary = factory.summary();
      if (summary == null || summary.isBlank()) {
        fault(added.words() + " has no summary");
      }
      registrations.put(point.kind() + ' ' + type, added);
      Registration<?> filter = LimiterAsFilter.of(plugin, point, factory);
      if (filter != null && isFree(filter)) {
        registrations.put(filter.point().kind() + ' ' + type, filter);
      }
    }
  }

  /** A service's type is a top-level key, and some of those are the kernel's. */
  private static boolean isKernelWord(ExtensionPoint<?> point, String type) {
    if (point.kind().equals(ExtensionPoints.SERVICES.kind())) {
      return Arrays.stream(RootConfig.class.getRecordComponents())
          .anyMatch(component -> component.getName().equals(type));
    }
    return type.equals(Registry.AUTO) && point.kind().equals(ExtensionPoints.PROTOCOLS.kind());
  }

  private boolean isKnown(ExtensionPoint<?> point, Registration<?> added) {
    ExtensionPoint<?> known = points.get(point.kind());
    Registry.Owned<ExtensionPoint<?>> opened = registry.point(point.kind());
    if (known == null && opened != null) {
      known = opened.value();
    }
    if (known == null) {
      fault(added.words() + ": no plugin opens the kind '" + point.kind() + "'");
      return false;
    }
    // Points of one kind are equal if they have the same factory class from the same loader.
    if (known.factoryType() != point.factoryType()
        || !point.factoryType().isInstance(added.factory())) {
      fault(
          added.words()
              + ": "
              + added.factory().getClass().getName()
              + " is no "
              + known.factoryType().getName());
      return false;
    }
    return true;
  }

  private boolean isFree(Registration<?> added) {
    String kind = added.point().kind();
    String type = added.factory().type();
    Registration<?> first = registrations.get(kind + ' ' + type);
    if (first == null) {
      first = registry.registration(kind, type);
    }
    if (first == null) {
      return true;
    }
    faults.fault(
        "MZ3007",
        added.words() + " of '" + plugin + "' is also provided by '" + first.plugin() + "'",
        first.plugin().equals(plugin)
            ? "it is registered twice"
            : "remove one of the two plugins, or name it in plugins.deny");
    return false;
  }

  @Override
  public <F extends ExtensionFactory> void open(ExtensionPoint<F> point) {
    checkOpen();
    String kind = point.kind();
    Registry.Owned<ExtensionPoint<?>> taken = registry.point(kind);
    if (!isWord(kind)) {
      fault("kind '" + kind + "' is not camelCase");
    } else if (taken != null || points.containsKey(kind)) {
      String owner = taken == null ? plugin : taken.plugin();
      faults.fault("MZ3007", "kind '" + kind + "' is also opened by '" + owner + "'", null);
    } else {
      points.put(kind, point);
    }
  }

  @Override
  public <F extends ExtensionFactory> Iterable<F> extensions(ExtensionPoint<F> point) {
    checkOpen();
    return () -> registry.at(point).stream().map(Registration::factory).iterator();
  }

  @Override
  public void why(Why why) {
    checkOpen();
    Registry.Owned<Why> taken = registry.why(why.word());
    if (!why.word().matches("[a-z][a-z0-9]*(_[a-z0-9]+)*")) {
      fault("why word '" + why.word() + "' is not lower case with underscores");
    } else if (taken != null || whys.containsKey(why.word())) {
      String owner = taken == null ? plugin : taken.plugin();
      faults.fault("MZ3007", "why word '" + why.word() + "' is also used by '" + owner + "'", null);
    } else {
      whys.put(why.word(), why);
    }
  }

  @Override
  public void metric(MetricSpec metric) {
    checkOpen();
    String name = metric.name();
    Registry.Owned<MetricSpec> taken = registry.metric(name);
    if (taken != null || metrics.containsKey(name)) {
      String owner = taken == null ? plugin : taken.plugin();
      faults.fault("MZ3007", "metric '" + name + "' is also declared by '" + owner + "'", null);
    } else if (name.startsWith("mizzen_") && !plugin.equals(Registry.KERNEL)) {
      fault("metric '" + name + "' starts with mizzen_, which is for the kernel's own");
    } else {
      metrics.put(name, metric);
    }
  }

  private void fault(String message) {
    faults.fault("MZ3009", message, null);
  }

  /** {@code [a-z][A-Za-z0-9]*}, without a pattern: this runs for every factory at start-up. */
  private static boolean isWord(@Nullable String word) {
    if (word == null || word.isEmpty() || word.charAt(0) < 'a' || word.charAt(0) > 'z') {
      return false;
    }
    for (int i = 1; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= 128 || !Character.isLetterOrDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private void checkOpen() {
    if (!open) {
      throw new IllegalStateException(
          "plugin '" + plugin + "' uses its registrar after register() returned");
    }
  }

  /** Ends the registration; nothing can be added any more. */
  Contribution close() {
    open = false;
    return new Contribution(
        new ArrayList<>(points.values()),
        new ArrayList<>(registrations.values()),
        new ArrayList<>(whys.values()),
        new ArrayList<>(metrics.values()));
  }
}
