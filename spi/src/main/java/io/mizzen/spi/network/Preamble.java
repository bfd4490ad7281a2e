package io.mizzen.spi.network;

import io.netty.buffer.ByteBuf;

/**
 * What is sent first on an upstream connection, such as a PROXY header. A connection with a
 * preamble speaks for one downstream connection and is never shared with another.
 */
public interface Preamble {
  /**
   * @param downstream whom the upstream connection speaks for
   * @param out takes the bytes
   */
  void write(ConnectionInfo downstream, ByteBuf out);
}
