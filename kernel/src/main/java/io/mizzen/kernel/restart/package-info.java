/**
 * Hot restart: how a process hands its listening sockets and its open connections to its successor,
 * so that new code comes into service and no caller notices.
 *
 * <pre>
 *   successor                                  incumbent
 *   built and checked; asks     HELLO ──────▶
 *                                     ◀────── HELLO, or REFUSED
 *                                     ◀────── LISTENER and its socket, for each; STATE ...; END
 *   listens, accepts nothing    READY ──────▶
 *                                             accepts nothing more, gives up admin socket and folder
 *                                     ◀────── RELEASED
 *   accepts, is the instance; its
 *   services answer           SERVING ──────▶ its own may end
 *                                     ◀────── CONNECTION and its sockets, as it comes to rest
 *   could go on with it       ARRIVED ──────▶ (or DECLINED: it stays)
 *                                     ◀────── LEFT: not read or written here any more
 *   reads and writes
 *                                     ◀────── ANSWER, for each that was owed; or CLOSE
 *   its peer has closed          GONE ──────▶
 *                                     ◀────── STATE, PROGRESS ...
 *                                             nothing is counted here any more
 *                                     ◀────── the last STATE; BYE
 * </pre>
 *
 * <p>Until RELEASED everything can fail on either side and the incumbent serves on as if nothing
 * had happened. Between RELEASED and SERVING it accepts nothing but keeps its sockets, and serves
 * again if the successor dies. Connections that wait in a socket's queue meanwhile are accepted by
 * one or the other. After RELEASED a connection is the incumbent's until it says LEFT: there is no
 * moment in which both could read or write. Sockets go beside the messages and are known again by
 * their cookie (SO_COOKIE).
 *
 * <p>Control messages are I/O on threads of this package; a worker is never waited for and never
 * waits. Depends on {@code network} and the SPI.
 */
@NullMarked
package io.mizzen.kernel.restart;

import org.jspecify.annotations.NullMarked;
