/**
 * From a command to a running kernel: options, plugins, configuration, wiring, signals.
 *
 * <p>Depends on everything. Guice wires the singletons here and nowhere else; nothing on the
 * request path is injected.
 */
@NullMarked
package io.mizzen.kernel.boot;

import org.jspecify.annotations.NullMarked;
