package io.mizzen.spi.config;

import org.jspecify.annotations.Nullable;

/**
 * A piece of configuration that is not bound yet, with its place in the file.
 *
 * <p>Two nodes are equal when their values are equal, wherever they stand.
 */
public interface ConfigNode {
  /**
   * Binds this node to a record. Problems go to the running check with their places; the result is
   * then null.
   *
   * @param type the record
   * @return the bound value, or null if it had problems
   */
  <T extends Record> @Nullable T bind(Class<T> type);

  /**
   * The value under a key of this node, which counts as known from then on.
   *
   * @return null if there is no such key
   */
  @Nullable ConfigNode get(String key);

  /** Where it stands, as {@code file:line:column}. */
  String place();
}
