/**
 * Filters of request and response streams.
 *
 * <p>Depends on the protocol, route and upstream packages. Everything of one stream runs on its
 * worker; only a Continuation may be used by any thread.
 */
@NullMarked
package io.mizzen.spi.stream;

import org.jspecify.annotations.NullMarked;
