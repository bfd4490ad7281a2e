package io.mizzen.kernel.plugin;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.ExtensionPoints;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all plugins registered so far. Written on the start-up thread, plugin by plugin: what one
 * plugin adds is checked as a whole and then taken over, or not at all.
 */
final class Registry {
  /** The id under which the kernel registers what it brings itself. */
  static final String KERNEL = "kernel";

  /** The protocol that the kernel itself provides: it tells the others apart. */
  static final String AUTO = "auto";

  /** Something with a name that is taken, and by whom. */
  record Owned<T>(String plugin, T value) {}

  private final Map<String, Owned<ExtensionPoint<?>>> points = new LinkedHashMap<>();
  private final Map<String, Map<String, Registration<?>>> byKind = new LinkedHashMap<>();
  private final Map<String, Owned<Why>> whys = new LinkedHashMap<>();
  private final Map<String, Owned<MetricSpec>> metrics = new LinkedHashMap<>();

  Registry() {
    ExtensionPoints.ALL.forEach(point -> points.put(point.kind(), new Owned<>(KERNEL, point)));
    Why.KERNEL.forEach(why -> whys.put(why.word(), new Owned<>(KERNEL, why)));
  }

  @Nullable Owned<ExtensionPoint<?>> point(String kind) {
    return points.get(kind);
  }

  @Nullable Registration<?> registration(String kind, String type) {
    return byKind.getOrDefault(kind, Map.of()).get(type);
  }

  @Nullable Owned<Why> why(String word) {
    return whys.get(word);
  }

  @Nullable Owned<MetricSpec> metric(String name) {
    return metrics.get(name);
  }

  /** Takes over what a plugin added; its registrar has checked it. */
  void take(String plugin, Contribution added) {
    added.points().forEach(point -> points.put(point.kind(), new Owned<>(plugin, point)));
    for (Registration<?> registration : added.registrations()) {
      byKind
          .computeIfAbsent(registration.point().kind(), kind -> new LinkedHashMap<>())
          .put(registration.factory().type(), registration);
    }
    added.whys().forEach(why -> whys.put(why.word(), new Owned<>(plugin, why)));
    added.metrics().forEach(metric -> metrics.put(metric.name(), new Owned<>(plugin, metric)));
  }

  /** What one plugin added. */
  Contribution of(String plugin) {
    return new Contribution(
        of(plugin, points.values()),
        byKind.values().stream()
            .flatMap(types -> types.values().stream())
            .filter(registration -> registration.plugin().equals(plugin))
            .toList(),
        of(plugin, whys.values()),
        of(plugin, metrics.values()));
  }

  private static <T> List<T> of(String plugin, Collection<Owned<T>> all) {
    return all.stream().filter(owned -> owned.plugin().equals(plugin)).map(Owned::value).toList();
  }

  Collection<String> types(String kind) {
    return byKind.getOrDefault(kind, Map.of()).keySet();
  }

  List<ExtensionPoint<?>> points() {
    List<ExtensionPoint<?>> all = new ArrayList<>();
    points.values().forEach(owned -> all.add(owned.value()));
    return all;
  }

  /** In order of registration. */
  @SuppressWarnings("unchecked") // the registrar checked each factory against its point
  <F extends ExtensionFactory> List<Registration<F>> at(ExtensionPoint<F> point) {
    List<Registration<F>> found = new ArrayList<>();
    byKind
        .getOrDefault(point.kind(), Map.of())
        .values()
        .forEach(registration -> found.add((Registration<F>) registration));
    return found;
  }

  List<Owned<Why>> whys() {
    return List.copyOf(whys.values());
  }

  List<Owned<MetricSpec>> metrics() {
    return List.copyOf(metrics.values());
  }
}
