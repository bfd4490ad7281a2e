package io.mizzen.spi;

import io.mizzen.spi.telemetry.MetricSpec;

/** Takes what a plugin offers, during {@link MizzenPlugin#register}. */
public interface ExtensionRegistrar {
  /**
   * Adds a factory. A type that the kind has already, or anything else that cannot be, is no
   * exception: it is noted with both plugins' names, and the start is refused with all that was
   * noted. So {@code register} goes on, and its author sees every problem at once.
   */
  <F extends ExtensionFactory> void add(ExtensionPoint<F> point, F factory);

  /** Opens a point of this plugin's own, for plugins that depend on it. */
  <F extends ExtensionFactory> void open(ExtensionPoint<F> point);

  /**
   * The factories that plugins registered at a point, in order of registration. Complete only after
   * all plugins have registered: keep the returned view and read it when configuration is built.
   */
  <F extends ExtensionFactory> Iterable<F> extensions(ExtensionPoint<F> point);

  /** Adds a word for how streams of this plugin may end, beyond the kernel's own. */
  void why(Why word);

  /** Declares a metric. A metric that was not declared cannot be created later. */
  void metric(MetricSpec metric);
}
