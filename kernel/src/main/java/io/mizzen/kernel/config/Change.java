package io.mizzen.kernel.config;

import org.jspecify.annotations.Nullable;

/**
 * One difference between two effective configurations.
 *
 * @param path names instead of indexes: {@code clusters[api].connectTimeout}
 * @param before the old value on one line; null if it is new
 * @param after the new value on one line; null if it is gone
 */
public record Change(String path, @Nullable String before, @Nullable String after) {
  /** {@code + path: value}, {@code - path: value} or {@code ~ path: old -> new}. */
  @Override
  public String toString() {
    if (before == null) {
      return "+ " + path + ": " + after;
    }
    return after == null
        ? "- " + path + ": " + before
        : "~ " + path + ": " + before + " -> " + after;
  }
}
