package io.mizzen.spi.network;

import io.netty.buffer.ByteBuf;

/**
 * Sees the bytes of one downstream connection before the protocol and after it. One instance per
 * connection, only on its worker.
 */
public interface NetworkFilter {
  /** The connection was accepted and its chain chosen. */
  default Verdict onAccept(Connection connection) {
    return Verdict.CONTINUE;
  }

  /**
   * Bytes came in. The filter may look at them, not keep or change them.
   *
   * @param borrowed readable bytes; indices must be left as they were
   */
  default Verdict onRead(ByteBuf borrowed, Connection connection) {
    return Verdict.CONTINUE;
  }

  /** Bytes go out; the same rules as for {@link #onRead}. */
  default void onWrite(ByteBuf borrowed, Connection connection) {}

  /** The connection is closed; called exactly once if {@link #onAccept} was. */
  default void onClose(Connection connection) {}

  /** What happens next. */
  enum Verdict {
    CONTINUE,
    /** The connection is closed at once and counted. */
    CLOSE
  }

  /** Makes the filter of each connection; shared by all workers. */
  interface Source {
    NetworkFilter open(Connection connection);
  }
}
