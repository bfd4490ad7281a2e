package io.mizzen.kernel.proxy;

import io.mizzen.spi.protocol.ServerProtocol;

/**
 * The limits of a protocol in the unit of the worker's clock. All connections of a chain that speak
 * it share them: neither a message nor a connection has to convert or to keep any.
 *
 * @param headNanos from the first byte of a head to its last; 0 for no limit, as below
 * @param bodyNanos between two pieces of a request's body
 * @param idleNanos without a stream and without bytes
 * @param lingerNanos how long to read and discard after a close in mid-request
 * @param maxStreams open streams of one connection
 */
record ConnectionLimits(
    long headNanos, long bodyNanos, long idleNanos, long lingerNanos, int maxStreams) {
  static ConnectionLimits of(ServerProtocol protocol) {
    ServerProtocol.Limits limits = protocol.limits();
    return new ConnectionLimits(
        limits.headTimeout().toNanos(),
        limits.bodyTimeout().toNanos(),
        limits.idleTimeout().toNanos(),
        limits.lingerTimeout().toNanos(),
        limits.maxStreams());
  }
}
