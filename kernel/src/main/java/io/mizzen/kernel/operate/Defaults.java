package io.mizzen.kernel.operate;

import io.mizzen.kernel.config.ConfigLoader;
import io.mizzen.kernel.config.ExtensionCatalog;
import io.mizzen.kernel.config.Substitutions;
import org.jspecify.annotations.Nullable;

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

  /** Whether a record needs nothing to be written down. */
  static boolean exist(Class<? extends Record> type) {
    return load(type, "{}") != null;
  }

  /** A configuration with all defaults but for what a text says. */
  static <R extends Record> R of(Class<R> type, String text) {
    R value = load(type, text);
    if (value == null) {
      throw new IllegalArgumentException("has settings without defaults; write them down");
    }
    return value;
  }

  private static <R extends Record> @Nullable R load(Class<R> type, String text) {
    return new ConfigLoader(ExtensionCatalog.empty(), Substitutions.none())
        .load(type, text, "(defaults)")
        .value();
  }
}
