package io.mizzen.spi.protocol;

import io.mizzen.spi.Why;
import io.netty.buffer.ByteBuf;

/**
 * One side of one connection: bytes to events, messages to bytes. Does no I/O, keeps no thread and
 * no timer. Called on the worker of its connection only.
 *
 * <p>Life: {@link #open}, then any number of decode and encode calls, then {@link #release}. A
 * codec at rest is fully described by its unread bytes and {@link #saveState}: another process can
 * go on from there.
 *
 * @param <H> the head it decodes
 */
public interface Codec<H extends MessageHead> {
  /** Writes what has to be said first on a new connection. Not called on a taken-over one. */
  default void open(BytesOut out) {}

  /**
   * Decodes as many units as are complete and leaves the rest. Bytes between reader and writer
   * index never change once they are there, so slices of {@code in} may be retained.
   *
   * @param in borrowed; the reader index is moved behind what was taken
   * @param replies takes answers that are no streams: heartbeats, settings
   * @throws ProtocolException if the connection cannot go on; what was decoded before stays valid
   */
  Progress decode(ByteBuf in, StreamEvents<H> events, BytesOut replies) throws ProtocolException;

  /**
   * The peer will send nothing more. Ends what may end so; an open message that is not complete
   * must not look complete.
   *
   * @param in the bytes that were left, borrowed
   * @throws ProtocolException if a message was cut off
   */
  void inputClosed(ByteBuf in, StreamEvents<H> events, BytesOut replies) throws ProtocolException;

  /**
   * Writes a piece of body. In a tunnel {@code last} ends one direction only; a codec whose whole
   * connection is the tunnel says so with {@link BytesOut#end}.
   *
   * @param owned released by the codec, also if it drops it; may be empty if {@code last}
   */
  void encodeBody(long streamId, ByteBuf owned, boolean last, BytesOut out);

  /** Ends a message with trailers; drops those it cannot carry. */
  void encodeTrailers(long streamId, Fields trailers, BytesOut out);

  /**
   * Gives an open stream up.
   *
   * @return whether the connection can still be used
   */
  Fate encodeReset(long streamId, Why why, BytesOut out);

  /** The receiver has done with this many bytes of a stream's body: credit for the peer. */
  default void consumed(long streamId, int bytes, BytesOut out) {}

  /**
   * Whether the peer's flow control takes more for a stream now. What is encoded to a shut one is
   * kept here, so the sender pauses its source until {@link StreamEvents#onWritable} says open.
   */
  default StreamEvents.Flow flow(long streamId) {
    return StreamEvents.Flow.OPEN;
  }

  /** Bytes kept because the peer's flow control is shut; an orderly end waits for them. */
  default long unsent() {
    return 0;
  }

  /** How a peer is held back that sends more of a stream than is wanted. */
  default Brake brake() {
    return Brake.CONNECTION;
  }

  /**
   * The last words before an orderly end, such as "so far I have read". Nothing is encoded after
   * it. Not called after a failure, which has words of its own.
   */
  default void encodeClose(BytesOut out) {}

  /** Whether this connection must end once its open streams have. */
  Fate fate();

  /** Whether it may be moved to another process now. */
  RestState restState();

  /** Writes what a codec in another process needs to go on from rest, beyond the unread bytes. */
  default void saveState(ByteBuf out) {}

  /** Takes what {@link #saveState} of the same version wrote; called instead of {@link #open}. */
  default void restoreState(ByteBuf in) {}

  /** The connection is gone: frees everything that is held. Called once. */
  default void release() {}

  /** Why decoding stopped. */
  enum Progress {
    /** All complete units are decoded. */
    NEED_MORE,
    /**
     * The next unit has to wait for the end of an open stream. The kernel stops reading and calls
     * decode again when a stream has ended or become a tunnel.
     */
    HELD
  }

  /** What holds a sender back. */
  enum Brake {
    /** Only that its connection is not read. */
    CONNECTION,
    /**
     * That it gets no credit for the stream ({@link #consumed}). The connection is always read, or
     * the credit of the other direction would get stuck in it (RFC 9113 section 5.2.2).
     */
    STREAM
  }

  /** What becomes of the connection. */
  enum Fate {
    KEEP,
    CLOSE
  }

  /** Whether a connection can be moved. */
  enum RestState {
    /** In the middle of something that bytes and ids do not describe. */
    BUSY,
    /** Bytes and ids describe all. */
    AT_REST,
    /**
     * The whole connection is one tunnel now, open both ways, and its bytes are all there is:
     * whoever has them needs no codec any more. Nothing is kept here that was read or is to be
     * written.
     */
    RAW,
    /** It cannot be moved any more, or never could: its peer is told to go instead. */
    NEVER
  }
}
