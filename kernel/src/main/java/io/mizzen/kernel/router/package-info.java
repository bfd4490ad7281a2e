/**
 * Route tables: the router of a plugin with the part of each route that is the same for all
 * routers. Knows clusters by name only; the proxy binds names to clusters.
 *
 * <p>Depends on {@code config}, {@code network} for its workers, and the SPI. Immutable but for
 * counters, which belong to one worker each.
 */
@NullMarked
package io.mizzen.kernel.router;

import org.jspecify.annotations.NullMarked;
