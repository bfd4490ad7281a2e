/**
 * HTTP/1.1 and 1.0 as a gateway speaks them (RFC 9110, RFC 9112).
 *
 * <p>Depends on the SPI and netty-buffer only. A codec belongs to one connection and runs on its
 * worker; what several connections of a worker share (spare heads, the Date line) hangs on that
 * worker, so nothing is locked.
 */
@NullMarked
package io.mizzen.protocol.http1;

import org.jspecify.annotations.NullMarked;
