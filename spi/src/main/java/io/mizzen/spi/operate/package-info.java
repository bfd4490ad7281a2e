/**
 * Neutral operations and read models of the running process, and services that run beside the
 * traffic.
 *
 * <p>Depends on nothing but the root package. Called by any thread but a worker's.
 */
@NullMarked
package io.mizzen.spi.operate;

import org.jspecify.annotations.NullMarked;
