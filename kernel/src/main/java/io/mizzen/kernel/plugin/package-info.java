/**
 * Finds plugins, checks them, loads each behind its wall, and keeps what they registered.
 *
 * <p>Depends on {@code config}, the SPI and PF4J; nothing else of the kernel is known here. Owns no
 * threads: everything is done once, on the start-up thread, and the resulting {@link
 * io.mizzen.kernel.plugin.PluginSet} is immutable and read by any thread.
 */
@NullMarked
package io.mizzen.kernel.plugin;

import org.jspecify.annotations.NullMarked;
