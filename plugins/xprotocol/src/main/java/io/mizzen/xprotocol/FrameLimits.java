package io.mizzen.xprotocol;

import io.mizzen.spi.config.ByteSize;

/** How large frames may be: what the configuration of each side has in common. */
public interface FrameLimits {
  /** Larger ones end their connection. */
  ByteSize maxFrame();

  /** Larger ones pass through as they come. */
  ByteSize streamAbove();
}
