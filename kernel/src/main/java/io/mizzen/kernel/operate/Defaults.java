package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.ConfigLoader;
import io.mizzen.kernel.config.ExtensionCatalog;
import io.mizzen.kernel.config.Substitutions;

/** Configurations that nobody wrote down. */
final class Defaults {
  private Defaults() {}

  /**
   * A configuration with all defaults.
   *
   * @throws IllegalArgumentException if it has a key without a default
   */
  static Record of(Class<? extends Record> type) {
    return of(type, "{}");
  }

  /** A configuration with all defaults but for what a text says. */
  static <R extends Record> R of(Class<R> type, String text) {
    R value =
        new ConfigLoader(ExtensionCatalog.empty(), Substitutions.none())
            .load(type, text, "(defaults)")
            .value();
    if (value == null) {
      throw new IllegalArgumentException("has settings without defaults; write them down");
    }
    return value;
  }
}
