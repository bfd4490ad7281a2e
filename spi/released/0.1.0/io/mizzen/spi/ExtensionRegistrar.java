package io.mizzen.spi;
import io.mizzen.spi.telemetry.MetricSpec;
public interface ExtensionRegistrar {
  <F extends ExtensionFactory> void add(ExtensionPoint<F> point, F factory);
  <F extends ExtensionFactory> void open(ExtensionPoint<F> point);
  <F extends ExtensionFactory> Iterable<F> extensions(ExtensionPoint<F> point);
  void why(Why word);
  void metric(MetricSpec metric);
}
