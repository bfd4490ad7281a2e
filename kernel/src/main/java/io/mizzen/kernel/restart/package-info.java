/**
 * Hot restart: how a process hands its listening sockets to its successor, so that new code comes
 * into service and no connection is refused.
 *
 * <pre>
 *   successor                                  incumbent
 *   built and checked; asks     HELLO ──────▶
 *                                     ◀────── HELLO, or REFUSED
 *                                     ◀────── LISTENER and its socket, for each; END
 *   listens, accepts nothing    READY ──────▶
 *                                             accepts nothing more, gives up admin socket and folder
 *                                     ◀────── RELEASED
 *   accepts, is the instance                  drains
 *                                     ◀────── PROGRESS ..., BYE
 * </pre>
 *
 * <p>Until RELEASED everything can fail on either side and the incumbent serves on as if nothing
 * had happened. Connections that wait in a socket's queue meanwhile are accepted by one or the
 * other.
 *
 * <p>Control messages are blocking I/O on threads of this package; a worker is never waited for.
 * Depends on {@code network} and the SPI.
 */
@NullMarked
package io.mizzen.kernel.restart;

import org.jspecify.annotations.NullMarked;
