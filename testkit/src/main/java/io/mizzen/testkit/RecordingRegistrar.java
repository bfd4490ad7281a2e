package io.mizzen.testkit;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes what a plugin registers; refuses a type that is registered twice, as the kernel does. */
public final class RecordingRegistrar implements ExtensionRegistrar {
  private final Map<String, ExtensionFactory> factories = new LinkedHashMap<>();
  private final Map<String, List<ExtensionFactory>> byKind = new LinkedHashMap<>();
  private final List<Why> words = new ArrayList<>();
  private final List<MetricSpec> metrics = new ArrayList<>();

  /** Registers a plugin. */
  public static RecordingRegistrar of(MizzenPlugin plugin) {
    RecordingRegistrar registrar = new RecordingRegistrar();
    plugin.register(registrar);
    return registrar;
  }

  @Override
  public <F extends ExtensionFactory> void add(ExtensionPoint<F> point, F factory) {
    if (!point.factoryType().isInstance(factory)) {
      throw new IllegalArgumentException(factory + " is no " + point.kind());
    }
    if (factories.put(point.kind() + " " + factory.type(), factory) != null) {
      throw new IllegalArgumentException("twice: " + point.kind() + " " + factory.type());
    }
    byKind.computeIfAbsent(point.kind(), kind -> new ArrayList<>()).add(factory);
  }

  @Override
  public <F extends ExtensionFactory> void open(ExtensionPoint<F> point) {
    byKind.computeIfAbsent(point.kind(), kind -> new ArrayList<>());
  }

  @Override
  @SuppressWarnings("unchecked") // add() asked the point's type
  public <F extends ExtensionFactory> Iterable<F> extensions(ExtensionPoint<F> point) {
    return (Iterable<F>) byKind.getOrDefault(point.kind(), List.of());
  }

  @Override
  public void why(Why word) {
    words.add(word);
  }

  @Override
  public void metric(MetricSpec metric) {
    metrics.add(metric);
  }

  /** The factories by {@code kind type}, in order of registration. */
  public Map<String, ExtensionFactory> factories() {
    return factories;
  }

  /** The words for outcomes. */
  public List<Why> words() {
    return words;
  }

  /** The declared metrics. */
  public List<MetricSpec> metrics() {
    return metrics;
  }
}
