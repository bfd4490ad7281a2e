package io.mizzen.protocol.http2;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;

/**
 * Bytes to frames (RFC 9113 section 4): what must hold for a frame whatever its stream is, padding,
 * and field sections that come in several frames. A frame other than DATA is taken when it is
 * whole.
 *
 * <pre>
 *   bytes ─▶ frame ─▶ DATA                  onData, onContent as it comes, onDataEnd
 *                  ─▶ HEADERS, CONTINUATION  onSection
 *                  ─▶ everything else        its own method
 * </pre>
 *
 * @param <H> the head of the messages that come in
 */
abstract class FrameCodec<H extends MessageHead> implements Codec<H> {
  final WorkerPool pool;
  final Budgets budgets;

  /** The frame that is being read. */
  final FrameHead frame = new FrameHead();

  private final OpenSection open;

  /** Whether the peer has said its settings, which come first. */
  boolean settingsSeen;

  private boolean broken;

  // The DATA frame whose content is coming.
  private boolean inData;
  private int dataLeft;
  private int padding;
  private boolean dataLast;

  /** Where the bytes end that are there. */
  private boolean partOfHead;

  FrameCodec(WorkerPool pool, Tuning tuning) {
    this.pool = pool;
    this.budgets = new Budgets(tuning.budgets(), pool.counters, pool.worker.now());
    this.open = new OpenSection(tuning.maxBlock(), tuning.maxContinuations());
  }

  /** What the peer's message is to be blamed for. */
  abstract Why blame();

  /** Takes what comes before the first frame; false if it is not there yet. */
  abstract boolean preface(ByteBuf in, StreamEvents<H> events, BytesOut out)
      throws ProtocolException;

  /** A head that waited for what comes behind it goes on; nothing else has come. */
  void settleHead(StreamEvents<H> events) {}

  /** All that was there is decoded. */
  abstract void onDecoded(BytesOut out);

  /** A field section is there, encoded; decoded exactly once, also if nobody wants it. */
  abstract void onSection(
      int id, int flags, byte[] section, int length, StreamEvents<H> events, BytesOut out)
      throws ProtocolException;

  /** A DATA frame has begun, with so much content. */
  abstract void onData(int content, boolean last, StreamEvents<H> events, BytesOut out)
      throws ProtocolException;

  /**
   * A piece of its content; has to be read from {@code in}.
   *
   * @param last whether it ends the message
   */
  abstract void onContent(ByteBuf in, int some, boolean last, StreamEvents<H> events, BytesOut out);

  /**
   * It is complete.
   *
   * @param last whether it ends the message, unless a piece has done so
   */
  abstract void onDataEnd(boolean last, StreamEvents<H> events);

  abstract void onReset(int code, StreamEvents<H> events) throws ProtocolException;

  abstract void onSettings(ByteBuf in, int start, int end, StreamEvents<H> events, BytesOut out)
      throws ProtocolException;

  abstract void onWindowUpdate(int increment, StreamEvents<H> events, BytesOut out)
      throws ProtocolException;

  abstract void onGoAway(int lastStream, int code, StreamEvents<H> events);

  abstract void onPingAck(long data, StreamEvents<H> events, BytesOut out);

  // ---- frames -----------------------------------------------------------------------------------

  @Override
  public final Progress decode(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return Progress.NEED_MORE;
    }
    try {
      partOfHead = !preface(in, events, replies);
      if (!partOfHead) {
        boolean more = true;
        while (more) {
          more = inData ? data(in, events, replies) : frame(in, events, replies);
        }
        settleHead(events);
        partOfHead = open.isOpen() || (!inData && in.isReadable());
      }
      onDecoded(replies);
      return Progress.NEED_MORE;
    } catch (ProtocolException e) {
      broken = true;
      settleHead(events);
      throw e;
    }
  }

  private boolean frame(ByteBuf in, StreamEvents<H> events, BytesOut out) throws ProtocolException {
    if (!frame.read(in)) {
      return false;
    }
    checkFrame();
    if (frame.type == Frames.DATA) {
      return beginData(in, events, out);
    }
    if (in.readableBytes() < Frames.HEADER + frame.length) {
      return false;
    }
    in.skipBytes(Frames.HEADER);
    int end = in.readerIndex() + frame.length;
    take(in, end, events, out);
    in.readerIndex(end);
    return true;
  }

  /** What must hold for a frame before its payload is there. */
  private void checkFrame() throws ProtocolException {
    if (!settingsSeen && (frame.type != Frames.SETTINGS || frame.has(Frames.ACK))) {
      throw rule(Rule.FIRST_FRAME);
    }
    if (open.isOpen() && (frame.type != Frames.CONTINUATION || frame.stream != open.stream)) {
      throw rule(Rule.INTERLEAVED);
    }
    Rule broken = frame.broken();
    if (broken != null) {
      throw rule(broken);
    }
  }

  private void take(ByteBuf in, int end, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    int at = in.readerIndex();
    switch (frame.type) {
      case Frames.HEADERS -> headers(in, at, end, events, out);
      case Frames.CONTINUATION -> continuation(in, at, end, events, out);
      case Frames.PRIORITY -> {
        spend(Abuse.IGNORED_FRAMES);
        checkDependency(in.getInt(at));
      }
      case Frames.RST_STREAM -> onReset(in.getInt(at), events);
      case Frames.SETTINGS -> {
        if (frame.has(Frames.ACK)) {
          spend(Abuse.IGNORED_FRAMES);
        } else {
          settingsSeen = true;
          spend(Abuse.SETTINGS);
          onSettings(in, at, end, events, out);
        }
      }
      case Frames.PUSH_PROMISE -> throw rule(Rule.PUSH);
      case Frames.PING -> ping(in.getLong(at), events, out);
      case Frames.GOAWAY -> {
        spend(Abuse.IGNORED_FRAMES);
        onGoAway(in.getInt(at) & Frames.LAST_ID, in.getInt(at + 4), events);
      }
      case Frames.WINDOW_UPDATE -> onWindowUpdate(in.getInt(at) & Frames.LAST_ID, events, out);
      default -> spend(Abuse.IGNORED_FRAMES);
    }
  }

  private void checkDependency(int dependency) throws ProtocolException {
    if ((dependency & Frames.LAST_ID) == frame.stream) {
      throw rule(Rule.SELF_DEPENDENT);
    }
  }

  final ProtocolException rule(Rule rule) {
    return rule.brokenBy(blame());
  }

  final void spend(Abuse kind) throws ProtocolException {
    budgets.spend(kind, pool.worker.now());
  }

  // ---- field sections ---------------------------------------------------------------------------

  private void headers(ByteBuf in, int start, int frameEnd, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    int at = start;
    int end = frameEnd;
    if (frame.has(Frames.PADDED)) {
      if (at == end) {
        throw rule(Rule.PADDING);
      }
      end -= in.getUnsignedByte(at++);
    }
    if (frame.has(Frames.WITH_PRIORITY)) {
      if (end - at < FrameHead.PRIORITY_LENGTH) {
        throw rule(Rule.PADDING);
      }
      checkDependency(in.getInt(at));
      at += FrameHead.PRIORITY_LENGTH;
    }
    if (end < at) {
      throw rule(Rule.PADDING);
    }
    budgets.useful();
    int length = end - at;
    if (frame.has(Frames.END_HEADERS)) {
      byte[] section = pool.section(length);
      in.getBytes(at, section, 0, length);
      onSection(frame.stream, frame.flags, section, length, events, out);
      return;
    }
    open.begin(frame, in, at, end);
  }

  private void continuation(ByteBuf in, int at, int end, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    if (!open.isOpen()) {
      throw rule(Rule.LOST_CONTINUATION);
    }
    byte[] section = open.add(in, at, end, budgets);
    if (frame.has(Frames.END_HEADERS)) {
      open.close();
      onSection(open.stream, open.flags, section, open.length, events, out);
    }
  }

  // ---- data -------------------------------------------------------------------------------------

  private boolean beginData(ByteBuf in, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    boolean padded = frame.has(Frames.PADDED);
    if (in.readableBytes() < Frames.HEADER + (padded && frame.length > 0 ? 1 : 0)) {
      return false;
    }
    settleHead(events);
    in.skipBytes(Frames.HEADER);
    int pad = 0;
    int content = frame.length;
    if (padded) {
      if (frame.length == 0) {
        throw rule(Rule.PADDING);
      }
      pad = in.readUnsignedByte();
      content -= pad + 1;
      if (content < 0) {
        throw rule(Rule.PADDING);
      }
    }
    inData = true;
    dataLeft = content;
    padding = pad;
    dataLast = frame.has(Frames.END_STREAM);
    onData(content, dataLast, events, out);
    return true;
  }

  /** Takes what has come of a DATA frame; false if more has to come. */
  private boolean data(ByteBuf in, StreamEvents<H> events, BytesOut out) {
    if (dataLeft > 0) {
      int some = Math.min(in.readableBytes(), dataLeft);
      if (some == 0) {
        return false;
      }
      dataLeft -= some;
      onContent(in, some, dataLast && dataLeft == 0 && padding == 0, events, out);
      return true;
    }
    int some = Math.min(in.readableBytes(), padding);
    in.skipBytes(some);
    padding -= some;
    if (padding > 0) {
      return false;
    }
    inData = false;
    onDataEnd(dataLast, events);
    return true;
  }

  private void ping(long data, StreamEvents<H> events, BytesOut out) throws ProtocolException {
    if (frame.has(Frames.ACK)) {
      spend(Abuse.IGNORED_FRAMES);
      onPingAck(data, events, out);
      return;
    }
    spend(Abuse.PINGS);
    pool.counters.pings.increment();
    Frames.ping(Frames.ACK, data, out);
  }

  // ---- state ------------------------------------------------------------------------------------

  /** Whether a head, or a frame that is no DATA, has begun and is not complete. */
  final boolean partOfHead() {
    return partOfHead;
  }

  final boolean inData() {
    return inData;
  }

  final void broken() {
    broken = true;
  }

  /** Nothing is read any more. */
  final void closeFrames() {
    broken = true;
    open.close();
  }
}
