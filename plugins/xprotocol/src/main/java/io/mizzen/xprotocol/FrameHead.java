package io.mizzen.xprotocol;

import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a frame says before its body: a copy of its first bytes, so that ids can be patched and a
 * call repeated while nothing of the received buffer is kept. Subclasses read names out of it when
 * somebody asks. Belongs to one worker; used anew after its release.
 */
public abstract class FrameHead implements MessageHead {
  private static final byte[] NOTHING = {};

  /** What the worker shares. */
  protected final FramePool pool;

  private final FrameFormat format;
  private byte[] bytes = NOTHING;
  private int length;
  private long id;
  private int bodyLength;
  private Frame.Tail tail = Frame.Tail.NONE;
  private int dialect;
  private @Nullable ByteBuf body;

  protected FrameHead(FrameFormat format, FramePool pool) {
    this.format = format;
    this.pool = pool;
  }

  /** Takes the head of a frame out of a buffer. */
  final void take(Frame frame, ByteBuf in, int at, int headLength) {
    if (bytes.length < headLength) {
      bytes = new byte[Math.max(FramePool.USUAL_BYTES / 2, headLength + (headLength >> 2))];
    }
    in.getBytes(at, bytes, 0, headLength);
    length = headLength;
    id = frame.id;
    bodyLength = frame.bodyLength();
    tail = frame.tail;
    dialect = frame.dialect;
    taken(frame);
  }

  /**
   * The head's bytes are there: forget what was known of the one before. May set {@link
   * Frame#fault}.
   */
  protected abstract void taken(Frame frame);

  /** Becomes a message made here: all of it is head. */
  final void takeMade(byte[] made, int madeLength, long newId) {
    bytes = made;
    length = madeLength;
    id = newId;
    bodyLength = 0;
    tail = Frame.Tail.NONE;
    body = null;
  }

  /** Keeps a body that has come as a whole, for those who look into it. */
  final void keepBody(ByteBuf owned) {
    body = owned;
  }

  /** Whether {@link #body} is wanted when a frame comes as a whole. */
  protected Look look() {
    return Look.HEAD;
  }

  /** How much of a frame a head wants to see. */
  public enum Look {
    HEAD,
    BODY
  }

  /** The bytes of the head as they came; the first {@link #length()} count. Not to be changed. */
  public final byte[] bytes() {
    return bytes;
  }

  public final int length() {
    return length;
  }

  /** The id on the wire it came from. */
  public final long id() {
    return id;
  }

  public final int dialect() {
    return dialect;
  }

  /** The body if it came as a whole and {@link #look} asked for it; borrowed. */
  public final @Nullable ByteBuf body() {
    return body;
  }

  final FrameFormat format() {
    return format;
  }

  /** What followed the body. */
  protected final Frame.Tail tail() {
    return tail;
  }

  /** A text of the head, without an object if it was seen lately. */
  protected final String word(int start, int bytesOfIt) {
    return pool.words.get(bytes, start, bytesOfIt);
  }

  /** A text of the head. */
  protected final String text(int start, int bytesOfIt) {
    return new String(bytes, start, bytesOfIt, StandardCharsets.UTF_8);
  }

  @Override
  public final String protocol() {
    return format.word();
  }

  @Override
  public final long bodyLength() {
    return bodyLength;
  }

  /** Room that {@link #put} needs at most. */
  protected int room() {
    return length;
  }

  /**
   * Writes the head for sending: with another id, perhaps with another body length.
   *
   * @param newBodyLength differs from {@link #bodyLength} only if it is 0
   * @return the index behind it
   * @throws ProtocolException if it cannot be expressed
   */
  protected abstract int put(byte[] to, int at, long newId, int newBodyLength)
      throws ProtocolException;

  /**
   * How much of the body follows the head apart. 0 if {@link #put} writes all of it, because
   * something inside was changed; the pieces that come later are dropped then.
   */
  protected int apart(int newBodyLength) {
    return newBodyLength;
  }

  /** Copies the head as it came. */
  protected final int copy(byte[] to, int at) {
    System.arraycopy(bytes, 0, to, at, length);
    return at + length;
  }

  @Override
  public @Nullable CharSequence get(CharSequence name) {
    return null;
  }

  @Override
  public void forEach(Visitor visitor) {}

  /** A protocol that only reads cannot carry what others add. */
  @Override
  public void set(CharSequence name, CharSequence value) {
    throw new IllegalArgumentException(format.word() + " messages carry no field that is set here");
  }

  @Override
  public void add(CharSequence name, CharSequence value) {
    set(name, value);
  }

  @Override
  public void remove(CharSequence name) {
    if (get(name) != null) {
      throw new IllegalArgumentException(format.word() + " messages keep the fields they have");
    }
  }

  /** Forgets the message. */
  final void clear() {
    ByteBuf kept = body;
    if (kept != null) {
      body = null;
      kept.release();
    }
    if (bytes.length > FramePool.MAX_KEPT_BYTES) {
      bytes = NOTHING;
    }
    length = 0;
  }
}
