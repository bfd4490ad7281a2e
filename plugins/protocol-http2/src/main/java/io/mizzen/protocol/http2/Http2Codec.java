package io.mizzen.protocol.http2;

import io.mizzen.protocol.http2.ClosedIds.How;
import io.mizzen.protocol.http2.SectionReader.Verdict;
import io.mizzen.protocol.http2.Stream.Tunnel;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What both directions make of frames: streams, their messages, settings and windows. Credit for a
 * stream follows what the receiver has done with ({@link #consumed}); credit for the connection is
 * given at once, so that one slow stream does not hold up the others (RFC 9113 section 5.2.2).
 *
 * @param <H> the head of the messages that come in
 */
abstract class Http2Codec<H extends MessageHead> extends FrameCodec<H> implements Sender.Endings {
  /** Takes the fields of sections that interest nobody. */
  private static final HpackDecoder.Sink NOBODY =
      (known, names, nameFrom, nameTo, values, from, to, indexing) -> {};

  /** What is left of trailers that were said in a body. */
  private static final FieldBlock NO_FIELDS = new FieldBlock();

  final StreamTable streams = new StreamTable();
  final ClosedIds closed = new ClosedIds();
  final Sender sender;
  private final HpackDecoder hpack;
  private final TrailerReader trailers;
  private final Receiver receiver;
  private final long maxMessage;

  /** The largest id of a stream that the peer could mean. */
  int lastId;

  private boolean sectionSent;

  /** Whose body the DATA frame continues that is being read; null if it interests nobody. */
  private @Nullable Stream dataStream;

  Http2Codec(WorkerPool pool, Tuning tuning) {
    super(pool, tuning);
    this.sender = new Sender(this, budgets);
    this.hpack = new HpackDecoder(pool, Tuning.TABLE_SIZE);
    this.trailers = new TrailerReader(tuning.head());
    this.receiver = new Receiver(tuning.streamWindow(), tuning.connectionWindow());
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

  /** The peer's settings have come. */
  abstract void onSetting(int number, int value) throws ProtocolException;

  // ---- field sections ---------------------------------------------------------------------------

  @Override
  final void onSection(
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

  /** A head that waited goes on with the status of gRPC that came behind it. */
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

  @Override
  final void onData(int content, boolean last, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    if (!receiver.take(frame.length)) {
      throw rule(Rule.WINDOW_OVERRUN);
    }
    if (content == 0 && !last) {
      spend(Abuse.EMPTY_FRAMES);
    }
    dataStream = dataFor(content, last, events, out);
    Stream stream = dataStream;
    if (stream != null) {
      budgets.useful();
      receiver.credit(stream, frame.length - content, out);
    }
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

  @Override
  final void onContent(ByteBuf in, int some, boolean last, StreamEvents<H> events, BytesOut out) {
    Stream stream = dataStream;
    if (stream == null) {
      in.skipBytes(some);
      return;
    }
    int from = in.readerIndex();
    if (stream.grpc && !GrpcMessages.fit(stream, in, from, from + some, maxMessage)) {
      in.skipBytes(some);
      onLargeMessage(stream, events, out);
      return;
    }
    int id = stream.id;
    GrpcWeb web = stream.web;
    if (last) {
      dataStream = null;
      remoteEnded(stream);
    }
    ByteBuf piece = in.readRetainedSlice(some);
    events.onBody(id, web == null ? piece : web.response(piece, pool.worker.allocator()), last);
  }

  @Override
  final void onDataEnd(boolean last, StreamEvents<H> events) {
    Stream stream = dataStream;
    dataStream = null;
    if (stream != null && last) {
      int id = stream.id;
      remoteEnded(stream);
      events.onBody(id, Unpooled.EMPTY_BUFFER, true);
    }
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

  @Override
  final void onDecoded(BytesOut out) {
    receiver.creditConnection(out);
  }

  @Override
  final void onWindowUpdate(int increment, StreamEvents<H> events, BytesOut out)
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

  @Override
  final void onSettings(ByteBuf in, int start, int end, StreamEvents<H> events, BytesOut out)
      throws ProtocolException {
    takeSettings(in, start, end, events, out);
    Frames.settingsAck(out);
    onSettingsTaken(events, out);
  }

  /** The peer's settings hold from here on. */
  void onSettingsTaken(StreamEvents<H> events, BytesOut out) {}

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

  @Override
  final void onReset(int code, StreamEvents<H> events) throws ProtocolException {
    Stream stream = streams.get(frame.stream);
    if (stream == null) {
      checkNotIdle(frame.stream);
      spend(Abuse.IGNORED_FRAMES);
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

  /** {@inheritDoc} Tables and windows of both sides would have to move: it drains instead. */
  @Override
  public final RestState restState() {
    return RestState.NEVER;
  }

  @Override
  public final void release() {
    closeFrames();
    for (int id : streams.ids()) {
      Stream stream = streams.get(id);
      if (stream != null) {
        remove(stream, How.ENDED);
      }
    }
  }
}
