package io.mizzen.bench.jmh;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.MizzenPlugin;
import io.mizzen.testkit.RecordingRegistrar;

/** Factories as a plugin registers them: benchmarks see no more of it than the kernel does. */
final class Plugins {
  private Plugins() {}

  /**
   * @param kindAndType as in {@code "protocol http1"}
   */
  @SuppressWarnings("unchecked") // the caller names the type that the kind has
  static <F extends ExtensionFactory> F factory(MizzenPlugin plugin, String kindAndType) {
    ExtensionFactory factory = RecordingRegistrar.of(plugin).factories().get(kindAndType);
    if (factory == null) {
      throw new IllegalArgumentException(plugin + " has no " + kindAndType);
    }
    return (F) factory;
  }
}
