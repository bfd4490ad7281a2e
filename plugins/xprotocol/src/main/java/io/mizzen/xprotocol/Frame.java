package io.mizzen.xprotocol;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link FrameFormat} says about the frame it was shown. One per codec and filled anew for
 * each frame, so that a frame costs no object; a format that needs more fields extends it.
 *
 * <pre>
 *   | head                                  | body                  | tail        |
 *   | fixed part, names; copied, patched    | slices of what came   | (check sum) |
 * </pre>
 */
public class Frame {
  /** What it is for. */
  public Kind kind = Kind.IGNORED;

  /** The request id exactly as it stands on the wire, never sign-extended beyond its width. */
  public long id;

  /** Bytes of the whole frame, from 1. */
  public long length;

  /** Bytes at its beginning that are kept with the head and read by routers. */
  public int headLength;

  /** What follows the body. */
  public Tail tail = Tail.NONE;

  /** What an answer has to be said in: version, serializer; the format's own number. */
  public int dialect;

  /** Why the contents cannot be read although the frame can be cut off, or null. */
  public @Nullable String fault;

  /** Bytes between head and tail. */
  public final int bodyLength() {
    return (int) (length - headLength - tail.length);
  }

  /** What a frame is for. */
  public enum Kind {
    /** A call that is answered. */
    REQUEST,
    /** A call that is not. */
    ONE_WAY,
    RESPONSE,
    /** Asks whether this side is alive; answered at once, taken whole. */
    HEARTBEAT,
    /** The peer is alive. */
    HEARTBEAT_ANSWER,
    /** The peer wants no further calls on this connection. */
    GO_AWAY,
    /** Means nothing here: counted and dropped. */
    IGNORED
  }

  /** What follows the body of a frame. */
  public enum Tail {
    NONE(0),
    /** A CRC-32 over everything before it, big-endian. */
    CRC32(4);

    final int length;

    Tail(int length) {
      this.length = length;
    }

    /** Bytes of it. */
    public int length() {
      return length;
    }
  }
}
