package io.mizzen.spi.protocol;

import io.mizzen.spi.Worker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A protocol as a cluster speaks it; configured, immutable, shared by all workers. */
public interface ClientProtocol {
  /** A codec for a new connection. On the connection's worker. */
  ClientCodec newCodec(Worker worker);

  /** Whether requests decoded by that protocol can be sent in this one. */
  boolean translates(String protocol);

  /** How connections are shared, and the limits of it. */
  Pool pool();

  /** When to send heartbeats, or null for never. */
  default @Nullable Heartbeat heartbeat() {
    return null;
  }

  /** How requests share a connection. */
  enum Mode {
    /** One at a time. */
    PING_PONG,
    /** Many at a time, told apart by ids. Busy connections are joined by others up to the limit. */
    MULTIPLEX,
    /** The same, but another connection is opened only when all there are are full. */
    DENSE,
    /**
     * One connection for each downstream connection, for as long as both live: the end of one is
     * the end of the other. For protocols whose connections have a state, such as a login. There
     * are as many as callers, whatever {@link Pool#maxConnections} says.
     */
    BINDING
  }

  /**
   * The pool of one endpoint. All workers together keep to the numbers: each gets an even share, at
   * least one.
   *
   * @param mode how requests share a connection
   * @param maxConnections from 1
   * @param maxPending requests that wait for a connection; more are refused with pool_full
   * @param maxStreams open streams of one connection, from 1; PING_PONG has one
   * @param idleTimeout an idle connection is closed after that; zero for never
   * @param maxRequests requests after which a connection is replaced; 0 for never
   */
  record Pool(
      Mode mode,
      int maxConnections,
      int maxPending,
      int maxStreams,
      Duration idleTimeout,
      long maxRequests) {}

  /**
   * Heartbeats on an upstream connection.
   *
   * @param interval sent after that long without reads
   * @param timeout a heartbeat without an answer for that long has failed
   * @param failures so many in a row end the connection, from 1
   */
  record Heartbeat(Duration interval, Duration timeout, int failures) {}
}
