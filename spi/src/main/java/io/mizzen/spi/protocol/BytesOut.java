package io.mizzen.spi.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The outgoing bytes of one connection. What is put in here during a loop turn leaves with as few
 * writes as possible at its end.
 */
public interface BytesOut {
  /**
   * The buffer to append small pieces to. Valid until the next call of any method here; do not
   * keep, release or read it.
   *
   * @param bytes how many bytes may be appended
   */
  ByteBuf space(int bytes);

  /**
   * Appends a buffer: small ones are copied, large ones are sent as they are.
   *
   * @param owned released when it is sent
   */
  void write(ByteBuf owned);

  /**
   * Nothing follows: when all of it has left, the peer sees the end of input. Reading goes on. For
   * a direction that has no other way to tell its end, such as a tunnel of raw bytes.
   */
  void end();

  /** The allocator for buffers to be written. */
  ByteBufAllocator allocator();
}
