/**
 * Metrics as a plugin declares and uses them.
 *
 * <p>Depends on nothing but the root package. Handles may be used by any thread; cells only by
 * their worker.
 */
@NullMarked
package io.mizzen.spi.telemetry;

import org.jspecify.annotations.NullMarked;
