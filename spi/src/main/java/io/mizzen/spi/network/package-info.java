/**
 * Connections, and filters of their bytes.
 *
 * <p>Depends on the root package and netty-buffer. Everything of one connection runs on its worker.
 */
@NullMarked
package io.mizzen.spi.network;

import org.jspecify.annotations.NullMarked;
