/**
 * Sockets, event loops, time: listeners that accept, links that read and write bytes in batches,
 * and the choice of a filter chain by the first bytes.
 *
 * <p>Depends on {@code config}, {@code telemetry} and the SPI. A link belongs to one worker and is
 * touched by no other thread; a listener accepts on one worker and hands the connection to the one
 * with the fewest.
 */
@NullMarked
package io.mizzen.kernel.network;

import org.jspecify.annotations.NullMarked;
