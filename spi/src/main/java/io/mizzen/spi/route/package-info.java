/**
 * Routers: from a request head to a route.
 *
 * <p>Depends on the protocol package. Routers are immutable and read by all workers.
 */
@NullMarked
package io.mizzen.spi.route;

import org.jspecify.annotations.NullMarked;
