package io.mizzen.kernel.plugin;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of this process and what they registered. Complete and unchanging once it exists;
 * read by any thread, never on the request path.
 */
public final class PluginSet {
  private final Map<String, LoadedPlugin> plugins;
  private final Registry registry;
  private final PluginProblems problems;

  PluginSet(List<LoadedPlugin> plugins, Registry registry, PluginProblems problems) {
    this.plugins =
        plugins.stream().collect(Collectors.toUnmodifiableMap(LoadedPlugin::id, plugin -> plugin));
    this.registry = registry;
    this.problems = problems;
  }

  /** All that take part, by id. */
  public List<LoadedPlugin> plugins() {
    return plugins.keySet().stream().sorted().map(plugins::get).toList();
  }

  /** One plugin, or null if it takes no part. */
  public @Nullable LoadedPlugin plugin(String id) {
    return plugins.get(id);
  }

  /**
   * What is wrong. With errors the start is refused, unless {@code plugins.onLoadError} says {@code
   * skip}: then the set holds those that work, and readiness tells about the others.
   */
  public PluginProblems problems() {
    return problems;
  }

  /** The kernel's points, then those that plugins opened. */
  public List<ExtensionPoint<?>> points() {
    return registry.points();
  }

  /** What stands at a point, in order of registration. */
  public <F extends ExtensionFactory> List<Registration<F>> at(ExtensionPoint<F> point) {
    return registry.at(point);
  }

  /** The factory of a type with its plugin, or null if no plugin has it. */
  @SuppressWarnings("unchecked") // the registrar checked each factory against its point
  public <F extends ExtensionFactory> @Nullable Registration<F> find(
      ExtensionPoint<F> point, String type) {
    return (Registration<F>) registry.registration(point.kind(), type);
  }

  Contribution contribution(String plugin) {
    return registry.of(plugin);
  }

  @Nullable Registration<?> find(String kind, String type) {
    return registry.registration(kind, type);
  }

  Collection<String> types(String kind) {
    return registry.types(kind);
  }

  /** The factory of a type that the configuration was checked to have. */
  public <F extends ExtensionFactory> F factory(ExtensionPoint<F> point, String type) {
    Registration<F> found = find(point, type);
    if (found == null) {
      throw new IllegalArgumentException("no plugin provides " + point.kind() + " '" + type + "'");
    }
    return found.factory();
  }

  /** Every word for how streams end: the kernel's, then those of plugins. */
  public List<Why> whys() {
    return registry.whys().stream().map(Registry.Owned::value).toList();
  }

  /** The metrics that a plugin declared; {@code kernel} for the kernel's own. */
  public List<MetricSpec> metrics(String plugin) {
    return registry.metrics().stream()
        .filter(owned -> owned.plugin().equals(plugin))
        .map(Registry.Owned::value)
        .toList();
  }
}
