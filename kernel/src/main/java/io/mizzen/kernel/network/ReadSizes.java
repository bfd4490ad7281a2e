package io.mizzen.kernel.network;

import io.netty.channel.AdaptiveRecvByteBufAllocator;

/** How much is read at once: adapts from one page to what a bulk transfer fills. */
final class ReadSizes {
  /**
   * Begins with room for a usual head and a small body; a buffer that a read does not fill goes
   * back to the pool at once, so the size costs no memory at rest.
   */
  static final AdaptiveRecvByteBufAllocator INSTANCE =
      new AdaptiveRecvByteBufAllocator(2048, 4096, 65536);

  private ReadSizes() {}
}
