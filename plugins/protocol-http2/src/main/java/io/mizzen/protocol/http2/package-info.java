/**
 * HTTP/2 in clear text and gRPC on it (RFC 9113, RFC 7541).
 *
 * <p>Depends on the SPI and netty-buffer. Codecs, their streams and their HPACK tables belong to
 * one connection, everything in {@code WorkerPool} to one worker; both are used on its thread only.
 */
@NullMarked
package io.mizzen.protocol.http2;

import org.jspecify.annotations.NullMarked;
