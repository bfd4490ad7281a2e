package io.mizzen.xprotocol;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ResponseHead;

/** An answer: from an upstream, or made here and then all of it is head. */
public abstract class FrameResponse extends FrameHead implements ResponseHead {
  private Origin origin = Origin.UPSTREAM;

  protected FrameResponse(FrameFormat format, FramePool pool) {
    super(format, pool);
  }

  /** Who made it. */
  private enum Origin {
    UPSTREAM,
    HERE
  }

  @Override
  protected final void taken(Frame frame) {
    origin = Origin.UPSTREAM;
    read(frame);
  }

  /** As {@link FrameHead#taken}. */
  protected abstract void read(Frame frame);

  /**
   * Becomes an answer made here.
   *
   * @param asked the call; its id stands in the bytes already
   * @param made the whole frame; owned from here on
   */
  public final void say(FrameRequest asked, byte[] made, int length) {
    origin = Origin.HERE;
    takeMade(made, length, asked.id());
    said();
  }

  /** The bytes were made here: forget what was known of the answer before. */
  protected abstract void said();

  /** The answer's own number. */
  @Override
  public abstract int code();

  @Override
  public abstract Why why();

  /**
   * Writes the head in the dialect of the call.
   *
   * @return the index behind it
   */
  final int putFor(FrameRequest asked, byte[] to, int at, int newBodyLength)
      throws ProtocolException {
    return origin == Origin.HERE ? copy(to, at) : putAs(asked, to, at, newBodyLength);
  }

  /** As {@link #put}; for protocols whose answers depend on how they were asked. */
  protected int putAs(FrameRequest asked, byte[] to, int at, int newBodyLength)
      throws ProtocolException {
    return put(to, at, asked.id(), newBodyLength);
  }

  /** What follows the body when the answer is written for that call. */
  final Frame.Tail tailFor(FrameRequest asked) {
    return origin == Origin.HERE ? tail() : tailAs(asked);
  }

  /** What follows the body behind {@link #putAs}. */
  protected Frame.Tail tailAs(FrameRequest asked) {
    return tail();
  }

  /** Room that {@link #putAs} needs at most. */
  protected int roomAs(FrameRequest asked) {
    return room();
  }

  @Override
  public final Kind kind() {
    return Kind.FINAL;
  }

  @Override
  public final void release() {
    clear();
    pool.giveBack(this);
  }
}
