package io.mizzen.protocol.http2;

import io.mizzen.protocol.http2.ClosedIds.How;
import io.mizzen.protocol.http2.SectionReader.Verdict;
import io.mizzen.protocol.http2.Stream.Tunnel;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What both directions share: frames, field sections, streams, settings, windows and budgets.
 *
 * <pre>
 *   bytes ─▶ frame ─▶ DATA: handed on as it comes, counted against two windows
 *                  ─▶ HEADERS, CONTINUATION ─▶ HPACK ─▶ onSection of the direction
 *                  ─▶ everything else: answered or noted here
 * </pre>
 *
 * <p>A frame other than DATA is taken when it is whole. Credit for a stream follows what the
 * receiver has done with ({@link #consumed}); credit for the connection is given at once, so that
 * one slow stream does not hold up the others (RFC 9113 section 5.2.2).
 *
 * @param <H> the head of the messages that come in
 */
abstract class Http2Codec<H extends MessageHead> implements Codec<H>, Sender.Endings {
  /** Takes the fields of sections that interest nobody. */
  private static final HpackDecoder.Sink NOBODY =
      (known, names, nameFrom, nameTo, values, from, to, indexing) -> {};

  /** What is left of trailers that were said in a body. */
  private static final FieldBlock NO_FIELDS = new FieldBlock();

  final WorkerPool pool;
  final StreamTable streams = new StreamTable();
  final ClosedIds closed = new ClosedIds();
  final Sender sender;
  final Budgets budgets;
  private final HpackDecoder hpack;
  private final TrailerReader trailers;
  private final Receiver receiver;
  private final FrameHead frame = new FrameHead();
  private final OpenSection open;
  private final long maxMessage;

  /** The largest id of a stream that the peer could mean. */
  int lastId;

  boolean settingsSeen;
  private boolean sectionSent;
  private boolean broken;

  // The DATA frame whose content is coming.
  private boolean inData;
  private @Nullable Stream dataStream;
  private int dataLeft;
  private int padding;
  private boolean dataLast;

  /** Where the bytes end that are there. */
  private boolean partOfHead;

  Http2Codec(WorkerPool pool, Tuning tuning) {
    this.pool = pool;
    this.budgets = new Budgets(tuning.budgets(), pool.counters, pool.worker.now());
    this.sender = new Sender(this, budgets);
    this.hpack = new HpackDecoder(pool, Tuning.TABLE_SIZE);
    this.trailers = new TrailerReader(tuning.head());
    this.receiver = new Receiver(tuning.streamWindow(), tuning.connectionWindow());
    this.open = new OpenSection(tuning.maxBlock(), tuning.maxContinuations());
    this.maxMessage = tuning.maxMessage();
  }

  /** A field section that begins a message; decoded exactly once, also if nobody wants it. */
  abstract void onHeaders(
      int id,
      @Nullable Stream stream,
      boolean last,
      byte[] section,
      int length,
      StreamEvents<H> events,
      BytesOut out)
      throws ProtocolException;

  /** A frame for a stream that is not open: fails if it was never opened. */
  abstract void checkNotIdle(int id) throws ProtocolException;

  /** The peer has reset a stream, which is forgotten already. */
  abstract void onPeerReset(int id, int code, StreamEvents<H> events);

  abstract void onGoAway(int lastStream, int code, StreamEvents<H> events);

  abstract void onPingAck(long data, StreamEvents<H> events, BytesOut out);

  /** The peer's settings have come. */
  abstract void onSetting(int number, int value) throws ProtocolException;

  /** What the peer's message is to be blamed for. */
  abstract Why blame();

  /** Takes what comes before the first frame; false if it is not there yet. */
  abstract boolean preface(ByteBuf in, StreamEvents<H> events, BytesOut out)
      throws ProtocolException;

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
      receiver.creditConnection(replies);
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
      case Frames.RST_STREAM -> reset(in.getInt(at), events);
      case Frames.SETTINGS -> settings(in, at, end, events, out);
      case Frames.PUSH_PROMISE -> throw rule(Rule.PUSH);
      case Frames.PING -> ping(in.getLong(at), events, out);
      case Frames.GOAWAY -> onGoAway(in.getInt(at) & Frames.LAST_ID, in.getInt(at + 4), events);
      case Frames.WINDOW_UPDATE -> windowUpdate(in.getInt(at) & Frames.LAST_ID, events, out);
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

  private void onSection(
      int id, int flags, byte[] section, int length, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    boolean last = (flags & Frames.END_STREAM) != 0;
    if (length == 0 && !last) {
      spend(Abuse.EMPTY_FRAMES);
    }
    Stream stream = streams.get(id);
    if (stream != null && stream.headReceived) {
      onTrailers(stream, last, section, length, events, out);
    } else {
      onHeaders(id, stream, last, section, length, events, out);
    }
  }

  private void onTrailers(
      Stream stream, boolean last, byte[] section, int length, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    trailers.start();
    decode(section, length, trailers);
    if (stream.remoteEnded) {
      fail(stream, ErrorCode.STREAM_CLOSED, events, out);
      return;
    }
    // A tunnel has no trailers (RFC 9113 section 8.5).
    boolean complete =
        stream.tunnel == Tunnel.NONE && (stream.expected < 0 || stream.expected == stream.received);
    if (!last || !complete || trailers.verdict == Verdict.MALFORMED) {
      pool.counters.malformed.increment();
      fail(stream, ErrorCode.PROTOCOL_ERROR, events, out);
      return;
    }
    if (trailers.verdict == Verdict.TOO_LARGE) {
      pool.counters.tooLarge.increment();
      fail(stream, ErrorCode.PROTOCOL_ERROR, events, out);
      return;
    }
    int id = stream.id;
    GrpcWeb web = stream.web;
    remoteEnded(stream);
    FieldBlock block = trailers.block();
    int row = block.row(FieldName.GRPC_STATUS, 0);
    int status = row < 0 ? GrpcStatus.NONE : ResponseReader.grpcStatus(block, row);
    Why why = status == GrpcStatus.NONE ? Why.OK : GrpcStatus.why(status);
    settleHead(id, status, events);
    if (web == null) {
      events.onTrailers(id, block, why);
    } else {
      events.onBody(id, web.trailers(block, pool.worker.allocator()), false);
      events.onTrailers(id, NO_FIELDS, why);
    }
  }

  /** A head that waited for what comes behind it goes on; nothing else has come. */
  void settleHead(StreamEvents<H> events) {}

  /** The same, with the status of gRPC that came behind it. */
  void settleHead(int id, int grpcStatus, StreamEvents<H> events) {}

  /** Decodes a section into a sink, or for its effect on the table only. */
  final void decode(byte[] section, int length, HpackDecoder.@Nullable Sink sink)
      throws ProtocolException {
    try {
      hpack.decode(section, 0, length, sink == null ? NOBODY : sink);
    } catch (ProtocolException e) {
      throw rule(Rule.HPACK);
    }
  }

  /** Begins a section in the worker's encoder. */
  final HpackEncoder encoder() {
    HpackEncoder encoder = pool.encoder;
    encoder.begin();
    if (!sectionSent) {
      sectionSent = true;
      // Says once that our encoder remembers nothing; a peer may insist on hearing it (4.2).
      encoder.noTable();
    }
    return encoder;
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
    if (!receiver.take(frame.length)) {
      throw rule(Rule.WINDOW_OVERRUN);
    }
    boolean last = frame.has(Frames.END_STREAM);
    if (content == 0 && !last) {
      spend(Abuse.EMPTY_FRAMES);
    }
    inData = true;
    dataLeft = content;
    padding = pad;
    dataLast = last;
    dataStream = dataFor(content, last, events, out);
    Stream stream = dataStream;
    if (stream != null) {
      budgets.useful();
      receiver.credit(stream, frame.length - content, out);
    }
    return true;
  }

  /** The stream whose body this frame continues, or null if its content interests nobody. */
  private @Nullable Stream dataFor(int content, boolean last, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    Stream stream = streams.get(frame.stream);
    if (stream == null) {
      checkNotIdle(frame.stream);
      // Above the last one are those that came after our GOAWAY: ignored, and counted all the same.
      if (frame.stream > lastId || closed.of(frame.stream) == How.RESET_HERE) {
        pool.counters.late.increment();
      } else {
        resetClosed(frame.stream, out);
      }
      return null;
    }
    if (stream.remoteEnded) {
      fail(stream, ErrorCode.STREAM_CLOSED, events, out);
      return null;
    }
    if (!Receiver.take(stream, frame.length)) {
      fail(stream, ErrorCode.FLOW_CONTROL_ERROR, events, out);
      return null;
    }
    stream.received += content;
    boolean wrongLength =
        stream.expected >= 0
            && (last ? stream.received != stream.expected : stream.received > stream.expected);
    // Whoever asks for a tunnel waits for the answer before it uses it.
    if (!stream.headReceived || wrongLength || stream.tunnel == Tunnel.ASKED) {
      pool.counters.malformed.increment();
      fail(stream, ErrorCode.PROTOCOL_ERROR, events, out);
      return null;
    }
    return stream;
  }

  private void resetClosed(int id, BytesOut out) throws ProtocolException {
    spend(Abuse.RESETS);
    Frames.reset(id, ErrorCode.STREAM_CLOSED, out);
    closed.add(id, How.RESET_HERE);
  }

  /** Takes what has come of a DATA frame; false if more has to come. */
  private boolean data(ByteBuf in, StreamEvents<H> events, BytesOut out) {
    if (dataLeft > 0) {
      int some = Math.min(in.readableBytes(), dataLeft);
      if (some == 0) {
        return false;
      }
      dataLeft -= some;
      Stream stream = dataStream;
      if (stream == null) {
        in.skipBytes(some);
      } else {
        content(stream, in, some, events, out);
      }
      return true;
    }
    int some = Math.min(in.readableBytes(), padding);
    in.skipBytes(some);
    padding -= some;
    if (padding > 0) {
      return false;
    }
    inData = false;
    Stream stream = dataStream;
    dataStream = null;
    if (stream != null && dataLast) {
      int id = stream.id;
      remoteEnded(stream);
      events.onBody(id, Unpooled.EMPTY_BUFFER, true);
    }
    return true;
  }

  private void content(Stream stream, ByteBuf in, int some, StreamEvents<H> events, BytesOut out) {
    int from = in.readerIndex();
    if (stream.grpc && !GrpcMessages.fit(stream, in, from, from + some, maxMessage)) {
      in.skipBytes(some);
      onLargeMessage(stream, events, out);
      return;
    }
    int id = stream.id;
    GrpcWeb web = stream.web;
    boolean last = dataLast && dataLeft == 0 && padding == 0;
    if (last) {
      dataStream = null;
      remoteEnded(stream);
    }
    ByteBuf piece = in.readRetainedSlice(some);
    events.onBody(id, web == null ? piece : web.response(piece, pool.worker.allocator()), last);
  }

  /** A message of gRPC is larger than allowed. */
  abstract void onLargeMessage(Stream stream, StreamEvents<H> events, BytesOut out);

  private void remoteEnded(Stream stream) {
    stream.remoteEnded = true;
    onRemoteEnd(stream);
  }

  /** The peer's message is complete; its last piece has not been handed on yet. */
  abstract void onRemoteEnd(Stream stream);

  // ---- credit -----------------------------------------------------------------------------------

  @Override
  public final void consumed(long streamId, int bytes, BytesOut out) {
    Stream stream = streams.get(streamId);
    if (stream != null) {
      receiver.credit(stream, bytes, out);
    }
  }

  /** Makes the connection's window as large as it is configured. */
  final void widen(BytesOut out) {
    receiver.widen(out);
  }

  private void windowUpdate(int increment, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    spend(Abuse.WINDOW_UPDATES);
    if (frame.stream == 0) {
      if (increment == 0) {
        throw rule(Rule.NO_INCREMENT);
      }
      if (!sender.connectionCredit(increment, events, out)) {
        throw rule(Rule.WINDOW_OVERFLOW);
      }
      return;
    }
    Stream stream = streams.get(frame.stream);
    if (stream == null) {
      checkNotIdle(frame.stream);
    } else if (increment == 0) {
      fail(stream, ErrorCode.PROTOCOL_ERROR, events, out);
    } else if (!sender.streamCredit(stream, increment, events, out)) {
      fail(stream, ErrorCode.FLOW_CONTROL_ERROR, events, out);
    }
  }

  // ---- settings, ping, reset --------------------------------------------------------------------

  private void settings(ByteBuf in, int start, int end, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    if (frame.has(Frames.ACK)) {
      return;
    }
    settingsSeen = true;
    spend(Abuse.SETTINGS);
    takeSettings(in, start, end, events, out);
    Frames.settingsAck(out);
  }

  /** What the peer announces, in a frame or in a request of HTTP/1.1. */
  final void takeSettings(ByteBuf in, int start, int end, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    int window = sender.initialWindow;
    for (int at = start; at < end; at += Frames.SETTING_LENGTH) {
      int number = in.getUnsignedShort(at);
      int value = in.getInt(at + 2);
      switch (number) {
        case Frames.INITIAL_WINDOW_SIZE -> {
          if (value < 0) {
            throw rule(Rule.WINDOW_SETTING);
          }
          sender.initialWindow = value;
        }
        case Frames.MAX_FRAME_SIZE -> {
          if (value < Frames.USUAL_FRAME || value > Frames.LARGEST_FRAME) {
            throw rule(Rule.SETTING);
          }
          // A larger frame would only make others wait longer.
          sender.largestFrame = Frames.USUAL_FRAME;
        }
        default -> onSetting(number, value);
      }
    }
    int change = sender.initialWindow - window;
    if (change != 0) {
      for (int id : streams.ids()) {
        Stream stream = streams.get(id);
        if (stream != null && !sender.streamCredit(stream, change, events, out)) {
          throw rule(Rule.WINDOW_OVERFLOW);
        }
      }
    }
  }

  private void ping(long data, StreamEvents<H> events, BytesOut out) throws ProtocolException {
    if (frame.has(Frames.ACK)) {
      onPingAck(data, events, out);
      return;
    }
    spend(Abuse.PINGS);
    pool.counters.pings.increment();
    Frames.ping(Frames.ACK, data, out);
  }

  private void reset(int code, StreamEvents<H> events) throws ProtocolException {
    Stream stream = streams.get(frame.stream);
    if (stream == null) {
      checkNotIdle(frame.stream);
      return;
    }
    int id = stream.id;
    settleHead(events);
    remove(stream, How.ENDED);
    spendReset();
    onPeerReset(id, code, events);
  }

  /** A stream was reset by the peer or because of it. */
  abstract void spendReset() throws ProtocolException;

  // ---- the ends of streams ----------------------------------------------------------------------

  final Stream newStream(int id) {
    Stream stream = pool.stream();
    stream.begin(id, sender.initialWindow, receiver.streamWindow());
    streams.put(stream);
    return stream;
  }

  /** Forgets a stream; nobody may use the object after that. */
  final void remove(Stream stream, How how) {
    streams.remove(stream);
    closed.add(stream.id, how);
    if (dataStream == stream) {
      dataStream = null;
    }
    sender.forget(stream);
    pool.giveBack(stream);
  }

  /** The peer has broken a rule that concerns one stream (5.4.2). */
  final void fail(Stream stream, int code, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    int id = stream.id;
    Frames.reset(id, code, out);
    remove(stream, How.RESET_HERE);
    events.onReset(id, blame());
    spendReset();
  }

  @Override
  public final void encodeBody(long streamId, ByteBuf owned, boolean last, BytesOut out) {
    Stream stream = streams.get(streamId);
    if (stream == null || !stream.headSent) {
      owned.release();
      return;
    }
    GrpcWeb web = stream.web;
    if (web == null) {
      sender.body(stream, owned, last, out);
    } else {
      ByteBuf piece = web.request(owned, pool.worker.allocator());
      sender.body(stream, piece, last || web.isBroken(), out);
    }
  }

  @Override
  public final void encodeTrailers(long streamId, Fields fields, BytesOut out) {
    Stream stream = streams.get(streamId);
    if (stream == null || !stream.headSent) {
      return;
    }
    HpackEncoder encoder = encoder();
    int before = encoder.length();
    TrailerWriter.write(fields, encoder);
    if (encoder.length() == before) {
      sender.body(stream, Unpooled.EMPTY_BUFFER, true, out);
    } else {
      sender.trailers(stream, encoder.bytes(), encoder.length(), out);
    }
  }

  // ---- state ------------------------------------------------------------------------------------

  @Override
  public final StreamEvents.Flow flow(long streamId) {
    Stream stream = streams.get(streamId);
    return stream == null ? StreamEvents.Flow.OPEN : sender.flow(stream);
  }

  @Override
  public final Brake brake() {
    return Brake.STREAM;
  }

  @Override
  public final long unsent() {
    return sender.unsent();
  }

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

  /** {@inheritDoc} Tables and windows of both sides would have to move: it drains instead. */
  @Override
  public final RestState restState() {
    return RestState.NEVER;
  }

  @Override
  public final void release() {
    broken = true;
    for (int id : streams.ids()) {
      Stream stream = streams.get(id);
      if (stream != null) {
        remove(stream, How.ENDED);
      }
    }
    open.close();
  }
}
