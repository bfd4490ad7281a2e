package io.mizzen.xprotocol;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.StreamEvents;
import io.mizzen.xprotocol.FrameFormat.Sender;
import io.mizzen.xprotocol.FrameFormat.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What both directions share: cutting bytes into frames, checking sizes and check sums, handing on
 * bodies. A frame of usual size is taken when it is whole; of a larger one the head is handed on
 * first and the body as it comes.
 *
 * @param <H> the head of the messages that come in
 */
abstract class FrameCodec<H extends MessageHead> implements Codec<H> {
  /** The body of this frame interests nobody. */
  static final long DROPPED = -1;

  /** No stream: such frames are complete at once and never looked for again. */
  private static final long BARE = Long.MIN_VALUE;

  /**
   * A heartbeat or farewell is taken whole and may be sent back, so a larger one is no such thing.
   * What real peers send has below 100 bytes.
   */
  private static final int LARGEST_CONTROL = 16 * 1024;

  final FrameFormat format;
  final FramePool pool;
  final FrameWriter writer;
  private final boolean inTurn;
  private final Sender sender;
  private final int maxFrame;
  private final int streamAbove;

  /** The frame that is being read. */
  private final Frame frame;

  /** A call that was refused for its size, to answer it before the end. */
  private @Nullable FrameRequest refused;

  /** Whether the body of {@link #bodyId} is coming in pieces. */
  private boolean inBody;

  private long bodyId = DROPPED;
  private int bodyLeft;
  private @Nullable CRC32 bodyCrc;

  /** How far the bytes go that are there. */
  private Reached reached = Reached.NOTHING;

  FrameCodec(FrameFormat format, FramePool pool, Sender sender, FrameLimits limits) {
    this.format = format;
    this.pool = pool;
    this.sender = sender;
    this.inTurn = !format.hasIds();
    this.maxFrame = limits.maxFrame().asInt();
    this.streamAbove = limits.streamAbove().asInt();
    this.writer = new FrameWriter(pool, streamAbove);
    this.frame = format.newFrame();
  }

  /** How much of a message has come in. */
  enum Reached {
    NOTHING,
    PART_OF_HEAD,
    HEAD
  }

  /**
   * A call or an answer is there, or at least its head. Calls {@link #expectBody} before it tells
   * anyone, if the body is wanted.
   *
   * @param in borrowed; not to be moved
   * @param whole whether the body has come too
   */
  abstract void onMessage(
      Frame frame, ByteBuf in, int at, Whole whole, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException;

  /** A frame that is neither, whole. */
  abstract void onControl(
      Frame frame, ByteBuf in, int at, StreamEvents<H> events, BytesOut replies);

  /** The body of a wanted frame has come in whole. */
  abstract void onBodyEnd(long streamId);

  /** Why a message is incomplete when the peer ends its sending. */
  abstract Why cutOff();

  /** Whether the next frame has to wait for the end of an open stream. */
  abstract Progress next();

  /** Whether all of a frame is there. */
  enum Whole {
    YES,
    NO
  }

  /** The body of the present frame belongs to a stream. */
  final void expectBody(long streamId) {
    bodyId = streamId;
  }

  /** A stream is given up: the rest of its body interests nobody. */
  final void dropBody(long streamId) {
    if (bodyId == streamId) {
      bodyId = DROPPED;
    }
  }

  final Reached reached() {
    return reached;
  }

  final @Nullable FrameRequest refused() {
    return refused;
  }

  /** Whether there are no ids: one call at a time. */
  final boolean inTurn() {
    return inTurn;
  }

  @Override
  public final Progress decode(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    reached = Reached.NOTHING;
    boolean more = true;
    while (more) {
      if (inBody) {
        more = body(in, events);
      } else if (next() == Progress.HELD && in.isReadable()) {
        return Progress.HELD;
      } else {
        more = frame(in, events, replies);
      }
    }
    return Progress.NEED_MORE;
  }

  /** Takes the next frame, or its head; false if that is not there yet. */
  private boolean frame(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    int readable = in.readableBytes();
    if (readable == 0) {
      return false;
    }
    reached = Reached.PART_OF_HEAD;
    int at = in.readerIndex();
    Frame read = frame;
    read.fault = null;
    if (format.readFixed(in, at, readable, sender, read) == Step.NEED_MORE) {
      return false;
    }
    if (read.length > maxFrame) {
      refuse(read, in, at, readable);
    }
    boolean whole = readable >= read.length;
    return switch (read.kind) {
      case REQUEST, ONE_WAY, RESPONSE -> message(read, in, at, whole, events, replies);
      case IGNORED -> skip(read, in, at, events, replies);
      default -> control(read, in, at, whole, events, replies);
    };
  }

  private boolean message(
      Frame read, ByteBuf in, int at, boolean whole, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    int readable = in.readableBytes();
    if (format.readHead(in, at, readable, read) == Step.NEED_MORE) {
      if (!whole) {
        return false;
      }
      read.fault = "a head that is longer than its frame";
    }
    if (read.fault != null) {
      if (!whole) {
        return false; // cannot be routed, so nothing of it can go on before it is known whole
      }
      read.headLength = (int) Math.min(read.headLength, read.length - read.tail.length);
    }
    int head = read.headLength;
    int body = read.bodyLength();
    reached = Reached.HEAD;
    if (!whole && (read.length <= streamAbove || body == 0)) {
      return false;
    }
    boolean crc = read.tail == Frame.Tail.CRC32;
    if (whole && crc) {
      verify(in, at, (int) read.length - read.tail.length);
    } else if (crc) {
      bodyCrc = new CRC32();
      pool.update(bodyCrc, in, at, head);
    }
    reached = Reached.NOTHING;
    in.skipBytes(head);
    bodyId = DROPPED;
    bodyLeft = body;
    inBody = !whole;
    onMessage(read, in, at, whole ? Whole.YES : Whole.NO, events, replies);
    if (whole) {
      takeWhole(in, body, crc, events);
    }
    return true;
  }

  /** Lets a frame that means nothing pass by as it comes: nobody holds it, or sums it up. */
  private boolean skip(Frame read, ByteBuf in, int at, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    bodyId = DROPPED;
    bodyLeft = (int) read.length;
    inBody = true;
    onControl(read, in, at, events, replies);
    return true;
  }

  private boolean control(
      Frame read, ByteBuf in, int at, boolean whole, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    if (read.length > LARGEST_CONTROL) {
      throw new ProtocolException(
          Why.TOO_LARGE, 0, "a frame of " + read.length + " bytes that is neither call nor answer");
    }
    if (!whole) {
      return false;
    }
    int length = (int) read.length;
    if (read.tail == Frame.Tail.CRC32) {
      verify(in, at, length - read.tail.length);
    }
    reached = Reached.NOTHING;
    in.skipBytes(length);
    onControl(read, in, at, events, replies);
    return true;
  }

  /** Remembers a call that is too large, so that its caller can be told. */
  private void refuse(Frame read, ByteBuf in, int at, int readable) throws ProtocolException {
    if (sender == Sender.CALLER && read.kind == Frame.Kind.REQUEST) {
      read.fault = "too large";
      FrameRequest large = pool.request();
      large.take(read);
      large.take(read, in, at, Math.min(readable, read.headLength));
      refused = large;
    }
    throw new ProtocolException(
        Why.TOO_LARGE, 0, "a frame of " + read.length + " bytes, " + maxFrame + " are allowed");
  }

  private void takeWhole(ByteBuf in, int length, boolean crc, StreamEvents<H> events) {
    long streamId = bodyId;
    bodyId = DROPPED;
    ByteBuf body = null;
    if (streamId == DROPPED || length == 0) {
      in.skipBytes(length);
    } else {
      body = in.readRetainedSlice(length);
    }
    if (crc) {
      in.skipBytes(Frame.Tail.CRC32.length);
    }
    if (streamId != DROPPED) {
      onBodyEnd(streamId);
    }
    if (body != null) {
      events.onBody(streamId, body, true);
    }
  }

  /** Takes a piece of a large frame's body, or the check sum behind it. */
  private boolean body(ByteBuf in, StreamEvents<H> events) throws ProtocolException {
    int readable = in.readableBytes();
    reached = Reached.HEAD;
    if (bodyLeft == 0) {
      return readable >= Frame.Tail.CRC32.length && endByCrc(in, events);
    }
    if (readable == 0) {
      return false;
    }
    int some = Math.min(readable, bodyLeft);
    CRC32 sum = bodyCrc;
    if (sum != null) {
      pool.update(sum, in, in.readerIndex(), some);
    }
    bodyLeft -= some;
    boolean last = bodyLeft == 0 && sum == null;
    long streamId = bodyId;
    if (last) {
      endBody(streamId);
    }
    if (streamId == DROPPED) {
      in.skipBytes(some);
    } else {
      events.onBody(streamId, in.readRetainedSlice(some), last);
    }
    return true;
  }

  private boolean endByCrc(ByteBuf in, StreamEvents<H> events) throws ProtocolException {
    CRC32 sum = bodyCrc;
    if (sum == null || in.readInt() != (int) sum.getValue()) {
      throw new ProtocolException("the check sum of a frame does not match");
    }
    long streamId = bodyId;
    endBody(streamId);
    if (streamId != DROPPED) {
      events.onBody(streamId, Unpooled.EMPTY_BUFFER, true);
    }
    return true;
  }

  private void endBody(long streamId) {
    reached = Reached.NOTHING;
    inBody = false;
    bodyCrc = null;
    bodyId = DROPPED;
    if (streamId != DROPPED) {
      onBodyEnd(streamId);
    }
  }

  private void verify(ByteBuf in, int start, int length) throws ProtocolException {
    CRC32 sum = pool.freshCrc();
    pool.update(sum, in, start, length);
    if (in.getInt(start + length) != (int) sum.getValue()) {
      throw new ProtocolException("the check sum of a frame does not match");
    }
  }

  @Override
  public final void inputClosed(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    if (inBody || in.isReadable()) {
      throw new ProtocolException(cutOff(), 0, "the input ends within a frame");
    }
  }

  @Override
  public void encodeBody(long streamId, ByteBuf owned, boolean last, BytesOut out) {
    writer.body(streamId, owned, last, out);
  }

  /** Frames have no trailers. */
  @Override
  public void encodeTrailers(long streamId, Fields trailers, BytesOut out) {
    writer.end(streamId, out);
  }

  @Override
  public RestState restState() {
    return inBody || !writer.isIdle() ? RestState.BUSY : RestState.AT_REST;
  }

  @Override
  public void release() {
    writer.release();
    bodyCrc = null;
    FrameRequest kept = refused;
    if (kept != null) {
      refused = null;
      kept.release();
    }
  }

  /** Takes a call out of the frame that is being read. */
  final FrameRequest takeRequest(Frame read, ByteBuf in, int at, Whole whole) {
    FrameRequest head = pool.request();
    head.take(read);
    take(head, read, in, at, whole);
    return head;
  }

  /** Takes an answer out of the frame that is being read. */
  final FrameResponse takeResponse(Frame read, ByteBuf in, int at, Whole whole) {
    FrameResponse head = pool.response();
    take(head, read, in, at, whole);
    return head;
  }

  /** A body that may come in pieces is never shown: what is seen must not depend on how it came. */
  private void take(FrameHead head, Frame read, ByteBuf in, int at, Whole whole) {
    head.take(read, in, at, read.headLength);
    int body = read.bodyLength();
    if (whole == Whole.YES
        && body > 0
        && read.length <= streamAbove
        && head.look() == FrameHead.Look.BODY) {
      head.keepBody(in.retainedSlice(at + read.headLength, body));
    }
  }

  /** Writes a whole frame that belongs to no stream, as soon as no other is on its way. */
  final void writeBare(byte[] array, int length, BytesOut out) {
    if (length == 0) {
      pool.giveBack(array);
    } else {
      writer.begin(BARE, null, array, length, 0, Frame.Tail.NONE, out);
    }
  }

  final void answerHeartbeat(Frame asked, ByteBuf in, int at, BytesOut out) {
    pool.counters.heartbeats().increment();
    byte[] answer = pool.array((int) asked.length + FrameFormat.SMALL_FRAME);
    writeBare(answer, format.answerHeartbeat(in, at, asked, answer), out);
  }

  /** Says a failure to the caller of a request, if the protocol can. */
  final FrameFormat.Said say(FrameRequest asked, Why why, int code, String text, BytesOut out) {
    FrameResponse answer = pool.response();
    FrameFormat.Said said = format.reply(asked, why, code, text, answer);
    if (said == FrameFormat.Said.YES) {
      byte[] prefix = pool.array(answer.length());
      writeBare(prefix, answer.copy(prefix, 0), out);
    }
    answer.release();
    return said;
  }
}
