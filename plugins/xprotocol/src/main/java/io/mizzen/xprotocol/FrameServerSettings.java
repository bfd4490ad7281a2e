package io.mizzen.xprotocol;

import java.time.Duration;

/** What the record of a protocol under a listener has at least. */
public interface FrameServerSettings extends FrameLimits {
  /** From the first byte of a frame to the end of its head; zero for no limit. */
  Duration headTimeout();

  /** Between two pieces of a frame's body; zero for no limit. */
  Duration bodyTimeout();

  /** Without bytes and open requests; zero for never. */
  Duration idleTimeout();

  /** Open requests of one connection, from 1. */
  int maxStreams();
}
