package io.mizzen.kernel.plugin;

import io.mizzen.spi.ExtensionFactory;
import io.mizzen.spi.ExtensionPoint;

/**
 * A factory and who registered it.
 *
 * @param plugin the plugin's id, {@code kernel} for the kernel's own
 * @param point where
 * @param factory what
 */
public record Registration<F extends ExtensionFactory>(
    String plugin, ExtensionPoint<F> point, F factory) {

  /** The word for it in messages: {@code filter 'accessLog'}. */
  String words() {
    return point.kind() + " '" + factory.type() + "'";
  }
}
