package io.mizzen.protocol.bolt;

import static io.mizzen.protocol.bolt.FixedHeader.CRC_LENGTH;
import static io.mizzen.protocol.bolt.FixedHeader.GO_AWAY;
import static io.mizzen.protocol.bolt.FixedHeader.HEARTBEAT;
import static io.mizzen.protocol.bolt.FixedHeader.MAX_SHORT_LENGTH;
import static io.mizzen.protocol.bolt.FixedHeader.ONE_WAY;
import static io.mizzen.protocol.bolt.FixedHeader.RESPONSE;
import static io.mizzen.protocol.bolt.FixedHeader.RPC_REQUEST;
import static io.mizzen.protocol.bolt.FixedHeader.RPC_RESPONSE;
import static io.mizzen.protocol.bolt.FixedHeader.V1;
import static io.mizzen.protocol.bolt.FixedHeader.V2;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What both directions share: cutting bytes into frames, checking what must hold for each, handing
 * on the content. A frame of usual size is taken when it is whole; of a larger one the head is
 * handed on first and the content as it comes. Version 1 and 2 may alternate on one connection.
 *
 * @param <H> the head of the messages that come in
 */
abstract class BoltCodec<H extends MessageHead> implements Codec<H> {
  /** The content of this frame interests nobody. */
  static final long DROPPED = -1;

  private static final int HIGHEST_SWITCHES = 0x7f;

  final WorkerPool pool;
  final FrameWriter writer;
  private final int maxFrame;
  private final int streamAbove;

  /** The frame that is being read. */
  private final FixedHeader header = new FixedHeader();

  /** The fixed part of a frame that was refused for its size, to answer it before the end. */
  private @Nullable FixedHeader refused;

  /** Whether the content of {@link #contentId} is coming in pieces. */
  private boolean inContent;

  private long contentId = DROPPED;
  private int contentLeft;
  private @Nullable CRC32 contentCrc;

  /** Where the bytes end that are there. */
  private Reached reached = Reached.NOTHING;

  BoltCodec(WorkerPool pool, int maxFrame, int streamAbove) {
    this.pool = pool;
    this.maxFrame = maxFrame;
    this.streamAbove = streamAbove;
    this.writer = new FrameWriter(pool, streamAbove);
  }

  /** How much of a message has come in. */
  enum Reached {
    NOTHING,
    PART_OF_HEAD,
    HEAD
  }

  /**
   * A frame's head is there. Calls {@link #expectContent} before it tells anyone, if the content is
   * wanted.
   *
   * @param in borrowed; not to be moved
   * @param at the index of the class name
   */
  abstract void onFrame(
      FixedHeader frame, ByteBuf in, int at, StreamEvents<H> events, BytesOut replies);

  /** The content of a wanted frame has come in whole. */
  abstract void onContentEnd(long streamId);

  /** Why a message is incomplete when the peer ends its sending. */
  abstract Why cutOff();

  /** The content of the present frame belongs to a stream. */
  final void expectContent(long streamId) {
    contentId = streamId;
  }

  /** A stream is given up: the rest of its content interests nobody. */
  final void dropContent(long streamId) {
    if (contentId == streamId) {
      contentId = DROPPED;
    }
  }

  final Reached reached() {
    return reached;
  }

  final @Nullable FixedHeader refused() {
    return refused;
  }

  @Override
  public final Progress decode(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    reached = Reached.NOTHING;
    boolean more = true;
    while (more) {
      more = inContent ? content(in, events) : frame(in, events, replies);
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
    int start = in.readerIndex();
    int fixedLength = fixedLength(in, start, readable);
    if (readable < fixedLength) {
      return false;
    }
    header.read(in, start);
    check(header);
    long total = header.frameLength();
    int content = header.contentLength;
    int head = fixedLength + header.classLength + header.headerLength;
    if (readable < head) {
      return false;
    }
    reached = Reached.HEAD;
    boolean whole = readable >= total;
    if (!whole && (total <= streamAbove || content == 0)) {
      return false;
    }
    boolean crc = header.hasCrc();
    if (whole && crc) {
      verify(in, start, (int) total - CRC_LENGTH);
    } else if (crc) {
      contentCrc = new CRC32();
      pool.update(contentCrc, in, start, head);
    }
    reached = Reached.NOTHING;
    in.skipBytes(head);
    contentId = DROPPED;
    contentLeft = content;
    inContent = !whole;
    onFrame(header, in, start + fixedLength, events, replies);
    if (whole) {
      takeWhole(in, content, crc, events);
    }
    return true;
  }

  private void takeWhole(ByteBuf in, int content, boolean crc, StreamEvents<H> events) {
    long streamId = contentId;
    contentId = DROPPED;
    ByteBuf body = null;
    if (streamId == DROPPED || content == 0) {
      in.skipBytes(content);
    } else {
      body = in.readRetainedSlice(content);
    }
    if (crc) {
      in.skipBytes(CRC_LENGTH);
    }
    if (streamId != DROPPED) {
      onContentEnd(streamId);
    }
    if (body != null) {
      events.onBody(streamId, body, true);
    }
  }

  /** Takes a piece of a large frame's content, or the check sum behind it. */
  private boolean content(ByteBuf in, StreamEvents<H> events) throws ProtocolException {
    int readable = in.readableBytes();
    reached = Reached.HEAD;
    if (contentLeft == 0) {
      return readable >= CRC_LENGTH && endByCrc(in, events);
    }
    if (readable == 0) {
      return false;
    }
    int some = Math.min(readable, contentLeft);
    CRC32 sum = contentCrc;
    if (sum != null) {
      pool.update(sum, in, in.readerIndex(), some);
    }
    contentLeft -= some;
    boolean last = contentLeft == 0 && sum == null;
    long streamId = contentId;
    if (last) {
      endContent(streamId);
    }
    if (streamId == DROPPED) {
      in.skipBytes(some);
    } else {
      events.onBody(streamId, in.readRetainedSlice(some), last);
    }
    return true;
  }

  private boolean endByCrc(ByteBuf in, StreamEvents<H> events) throws ProtocolException {
    CRC32 sum = contentCrc;
    if (sum == null || in.readInt() != (int) sum.getValue()) {
      throw new ProtocolException("check sum of a bolt frame does not match");
    }
    long streamId = contentId;
    endContent(streamId);
    if (streamId != DROPPED) {
      events.onBody(streamId, Unpooled.EMPTY_BUFFER, true);
    }
    return true;
  }

  private void endContent(long streamId) {
    reached = Reached.NOTHING;
    inContent = false;
    contentCrc = null;
    contentId = DROPPED;
    if (streamId != DROPPED) {
      onContentEnd(streamId);
    }
  }

  private void verify(ByteBuf in, int start, int length) throws ProtocolException {
    CRC32 sum = pool.freshCrc();
    pool.update(sum, in, start, length);
    if (in.getInt(start + length) != (int) sum.getValue()) {
      throw new ProtocolException("check sum of a bolt frame does not match");
    }
  }

  /** The length of the fixed part, judged by as many bytes as there are; at least one is. */
  private static int fixedLength(ByteBuf in, int start, int readable) throws ProtocolException {
    int proto = in.getByte(start);
    if (proto != V1 && proto != V2) {
      throw new ProtocolException("a bolt frame begins with 1 or 2, not " + (proto & 0xff));
    }
    if (proto == V2 && readable > 1) {
      int ver1 = in.getByte(start + 1);
      if (ver1 != 1 && ver1 != 2) {
        throw new ProtocolException("bolt protocol version " + (ver1 & 0xff) + " is not known");
      }
    }
    if (readable <= proto) {
      return Integer.MAX_VALUE;
    }
    int type = in.getByte(start + proto); // at 1 in version 1, at 2 in version 2
    if (type < RESPONSE || type > ONE_WAY) {
      throw new ProtocolException("bolt type " + (type & 0xff) + " is not known");
    }
    return FixedHeader.length(proto, type);
  }

  private void check(FixedHeader frame) throws ProtocolException {
    boolean known =
        switch (frame.command) {
          case HEARTBEAT, RPC_RESPONSE -> true;
          case RPC_REQUEST, GO_AWAY -> !frame.isResponse();
          default -> false;
        };
    if (!known) {
      throw new ProtocolException(
          "bolt command " + frame.command + " is not known with type " + frame.type);
    }
    if (frame.switches < 0 || frame.switches > HIGHEST_SWITCHES) {
      throw new ProtocolException("bolt switch bit 7 has no meaning");
    }
    if (frame.classLength > MAX_SHORT_LENGTH
        || frame.headerLength > MAX_SHORT_LENGTH
        || frame.contentLength < 0) {
      throw new ProtocolException("a bolt length is negative as peers read it");
    }
    if (frame.frameLength() > maxFrame) {
      FixedHeader large = new FixedHeader();
      large.copyFrom(frame);
      refused = large;
      throw new ProtocolException(
          Why.TOO_LARGE,
          BoltStatus.CODEC_EXCEPTION.code(),
          "a bolt frame of " + frame.frameLength() + " bytes, " + maxFrame + " are allowed");
    }
  }

  @Override
  public final void inputClosed(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    if (inContent || in.isReadable()) {
      throw new ProtocolException(cutOff(), 0, "the input ends within a bolt frame");
    }
  }

  @Override
  public void encodeBody(long streamId, ByteBuf owned, boolean last, BytesOut out) {
    writer.body(streamId, owned, last, out);
  }

  /** Bolt has no trailers. */
  @Override
  public void encodeTrailers(long streamId, Fields trailers, BytesOut out) {
    writer.end(streamId, out);
  }

  @Override
  public final RestState restState() {
    return inContent || !writer.isIdle() ? RestState.BUSY : RestState.AT_REST;
  }

  @Override
  public void release() {
    writer.release();
    contentCrc = null;
  }

  /** Writes the frame described by the pool's {@code frame}, with class and map of a head. */
  final void writeHead(long streamId, BoltHead head, boolean last, BytesOut out)
      throws ProtocolException {
    FixedHeader frame = pool.frame;
    if (last) {
      frame.contentLength = 0;
    }
    head.measure(frame);
    byte[] prefix = pool.array(frame.length() + frame.classLength + frame.headerLength);
    int end = head.write(prefix, frame.write(prefix));
    writer.begin(streamId, frame, prefix, end, out);
  }

  /** Writes a frame of the fixed part only, described by the pool's {@code frame}. */
  final void writeBare(BytesOut out) {
    FixedHeader frame = pool.frame;
    byte[] prefix = pool.array(FixedHeader.MAX_LENGTH);
    writer.begin(BARE, frame, prefix, frame.write(prefix), out);
  }

  /** No stream: such frames are complete at once and never looked for again. */
  private static final long BARE = Long.MIN_VALUE;

  /** Answers a frame in its own dialect with a status and nothing else. */
  final void answer(FixedHeader asked, int command, int status, BytesOut out) {
    pool.frame.answer(asked, command, status);
    writeBare(out);
  }
}
