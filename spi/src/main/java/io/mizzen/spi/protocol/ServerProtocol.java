package io.mizzen.spi.protocol;

import io.mizzen.spi.network.ConnectionInfo;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;

/** A protocol as a listener speaks it; configured, immutable, shared by all workers. */
public interface ServerProtocol {
  /**
   * Whether these bytes begin a connection of this protocol. Pure; every prefix of a matching input
   * answers MATCH or NEED_MORE.
   *
   * @param first borrowed, at least one byte; indices must be left as they were
   */
  Detection detect(ByteBuf first);

  /** How far it looks into its messages. Constant for the instance. */
  default Level level() {
    return Level.HEAVY;
  }

  /** A codec for a new connection. On the connection's worker. */
  ServerCodec newCodec(ConnectionInfo connection);

  /** The limits the kernel keeps for this protocol. */
  Limits limits();

  /**
   * Requests as usual callers send them on a fresh connection: each complete, independent of the
   * others, answered, and accepted whatever the configuration says. A process that is about to
   * succeed another runs them through its own listener, filters, router and codecs against an
   * upstream inside itself, many thousand times, so that this code is compiled when callers come;
   * nobody else ever sees them. So they should take the ways that real traffic takes most (without
   * a body and with one, each dialect). Called on the configuration thread, once per start.
   *
   * @return none if there is no such thing: the protocol begins cold
   */
  default List<byte[]> samples() {
    return List.of();
  }

  /**
   * Time and number limits of a downstream connection. Zero switches a time limit off.
   *
   * @param headTimeout from the first byte of a head to its last
   * @param bodyTimeout between two pieces of a request's body
   * @param idleTimeout without a stream and without bytes
   * @param lingerTimeout how long to read and discard after a close in mid-request, so that a reset
   *     does not destroy the answer (RFC 9112 section 9.6)
   * @param maxStreams open streams of one connection, from 1; more are answered with overload
   */
  record Limits(
      Duration headTimeout,
      Duration bodyTimeout,
      Duration idleTimeout,
      Duration lingerTimeout,
      int maxStreams) {}
}
