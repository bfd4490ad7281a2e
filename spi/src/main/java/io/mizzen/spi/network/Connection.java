package io.mizzen.spi.network;

import io.mizzen.spi.Why;
import io.netty.buffer.ByteBuf;

/** A downstream connection as network filters see it. Only on its worker. */
public interface Connection extends ConnectionInfo {
  /**
   * Writes past the filters before this one, towards the peer; flushed at the end of the loop turn.
   *
   * @param owned released by the connection
   */
  void write(ByteBuf owned);

  /**
   * Closes after what was written is out, by the protocol's means where it has any.
   *
   * @param why goes to metrics and the log
   */
  void close(Why why);
}
