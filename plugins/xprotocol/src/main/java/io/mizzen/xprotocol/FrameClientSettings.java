package io.mizzen.xprotocol;

import io.mizzen.spi.protocol.ClientProtocol.Heartbeat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the record of a protocol under a cluster has at least. */
public interface FrameClientSettings extends FrameLimits {
  /** Connections per endpoint of all workers together, from 1. */
  int maxConnections();

  /** Requests that may wait for a connection. */
  int maxPending();

  /** Open requests of one connection, from 1. */
  int maxStreams();

  /** A connection without open requests is closed after this time; zero for never. */
  Duration idleTimeout();

  /** Requests after which a connection is replaced; 0 for never. */
  long maxRequests();

  /** How silent connections are asked; null where a protocol has no way to. */
  default @Nullable Heartbeats heartbeat() {
    return null;
  }

  /** When to ask whether a silent connection still works, or null for never. */
  default @Nullable Heartbeat beats() {
    Heartbeats heartbeat = heartbeat();
    return heartbeat == null ? null : heartbeat.beats();
  }
}
