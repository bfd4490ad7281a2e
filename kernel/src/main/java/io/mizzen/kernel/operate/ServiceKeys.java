package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.ConfigLoader;
import io.mizzen.kernel.config.ExtensionCatalog;
import io.mizzen.kernel.config.Substitutions;
import io.mizzen.spi.config.ConfigNode;
import org.jspecify.annotations.Nullable;

/** Configurations that are asked for by a word, or not written down at all. */
final class ServiceKeys {
  private ServiceKeys() {}

  /** Binds what stands under a service's key; null if the key is not there or has problems. */
  static @Nullable Record bind(ConfigNode root, String key, Class<? extends Record> type) {
    ConfigNode node = root.get(key);
    return node == null ? null : node.bind(type);
  }

  /**
   * A configuration with all defaults.
   *
   * @throws IllegalArgumentException if it has a key without a default
   */
  static Record defaults(Class<? extends Record> type) {
    Record value =
        new ConfigLoader(ExtensionCatalog.empty(), Substitutions.none())
            .load(type, "{}", "(defaults)")
            .value();
    if (value == null) {
      throw new IllegalArgumentException("has settings without defaults; write them down");
    }
    return value;
  }
}
