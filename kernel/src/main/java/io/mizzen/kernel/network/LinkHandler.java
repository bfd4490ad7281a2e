package io.mizzen.kernel.network;

import io.netty.buffer.ByteBuf;

/** Whoever uses the bytes of a link. Called on the link's worker. */
public interface LinkHandler {
  /** An outgoing link is connected. */
  default void onConnected() {}

  /**
   * Bytes came in. What is not taken is offered again together with what follows.
   *
   * @param in borrowed; move the reader index behind what was taken
   */
  void onBytes(ByteBuf in);

  /**
   * The peer sends nothing more.
   *
   * @param in what was left, borrowed
   */
  void onInputClosed(ByteBuf in);

  /** Unsent bytes went above the limit, or enough of them left. */
  void onWritable(Writable state);

  /**
   * The link is closed; nothing follows.
   *
   * @param end how
   */
  void onClosed(End end);

  /** Asks the peer to go, in the words of its protocol if it has any. */
  default void drain() {}

  /**
   * Another process goes on where this one ends: leaves as soon as bytes and ids describe the
   * connection. Whoever cannot do that drains.
   */
  default void leave(Departures departures) {
    drain();
  }

  /** So many answers still come from the process that had the connection before. */
  default void awaits(int answers) {}

  /** Whether a writer may go on. */
  enum Writable {
    FULL,
    AGAIN
  }

  /** How a link ended. */
  enum End {
    /** It was closed here. */
    CLOSED_HERE,
    /** The peer closed in order. */
    CLOSED_BY_PEER,
    /** The peer reset it, or the network did. */
    RESET,
    /** An outgoing connection did not come about. */
    NOT_CONNECTED
  }
}
