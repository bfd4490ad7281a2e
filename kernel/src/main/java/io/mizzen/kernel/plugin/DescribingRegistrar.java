package io.mizzen.kernel.plugin;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;
import io.mizzen.spi.ExtensionRegistrar;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.spi.Why;
import io.mizzen.spi.telemetry.MetricSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes down what a plugin registers when no other plugin is there: in the build. It checks nothing
 * that needs the others; loading does that.
 */
final class DescribingRegistrar implements ExtensionRegistrar {
  private final String plugin;
  private final List<ExtensionPoint<?>> points = new ArrayList<>();
  private final List<Registration<?>> registrations = new ArrayList<>();
  private final List<Why> whys = new ArrayList<>();
  private final List<MetricSpec> metrics = new ArrayList<>();

  private DescribingRegistrar(String plugin) {
    this.plugin = plugin;
  }

  static Contribution contributionOf(String plugin, MizzenPlugin entry) {
    DescribingRegistrar registrar = new DescribingRegistrar(plugin);
    entry.register(registrar);
    return new Contribution(
        registrar.points, registrar.registrations, registrar.whys, registrar.metrics);
  }

  @Override
  public <F extends ExtensionFactory> void add(ExtensionPoint<F> point, F factory) {
    registrations.add(new Registration<>(plugin, point, factory));
    Registration<?> filter = LimiterAsFilter.of(plugin, point, factory);
    if (filter != null) {
      registrations.add(filter);
    }
  }

  @Override
  public <F extends ExtensionFactory> void open(ExtensionPoint<F> point) {
    points.add(point);
  }

  @Override
  public <F extends ExtensionFactory> Iterable<F> extensions(ExtensionPoint<F> point) {
    return List.of();
  }

  @Override
  public void why(Why why) {
    whys.add(why);
  }

  @Override
  public void metric(MetricSpec metric) {
    metrics.add(metric);
  }
}
