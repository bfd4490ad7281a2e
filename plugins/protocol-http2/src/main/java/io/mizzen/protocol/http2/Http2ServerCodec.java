package io.mizzen.protocol.http2;

import io.mizzen.protocol.http2.ClosedIds.How;
import io.mizzen.protocol.http2.Http2RequestHead.Dialect;
import io.mizzen.protocol.http2.Stream.Tunnel;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Detection;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** A downstream connection. */
final class Http2ServerCodec extends Http2Codec<RequestHead> implements ServerCodec {
  private final Http2ServerProtocol protocol;
  private final Forwarding forwarding;
  private final RequestReader reader;
  private final Farewell farewell = new Farewell();
  private boolean opened;
  private boolean prefaced;

  Http2ServerCodec(Http2ServerProtocol protocol, WorkerPool pool, Forwarding forwarding) {
    super(pool, protocol.tuning());
    this.protocol = protocol;
    this.forwarding = forwarding;
    this.reader =
        new RequestReader(
            protocol.tuning().head(), protocol.paths(), protocol.via(), protocol.tunnels());
  }

  @Override
  public void open(BytesOut out) {
    if (!protocol.upgrades()) {
      begin(out);
    }
    // Else what comes first tells what has to be said first.
  }

  private void begin(BytesOut out) {
    opened = true;
    protocol.writeSettings(out);
    widen(out);
  }

  @Override
  boolean preface(ByteBuf in, StreamEvents<RequestHead> events, BytesOut out)
      throws ProtocolException {
    if (prefaced) {
      return true;
    }
    if (!opened && !upgrade(in, events, out)) {
      return false;
    }
    switch (Preface.compare(in)) {
      case MATCH -> {
        in.skipBytes(Preface.LENGTH);
        prefaced = true;
        return true;
      }
      case NEED_MORE -> {
        return false;
      }
      case NO_MATCH -> throw Rule.PREFACE.broken();
    }
    throw new IllegalStateException();
  }

  /** Begins by a request of HTTP/1.1 if there is one; false if more of it has to come. */
  private boolean upgrade(ByteBuf in, StreamEvents<RequestHead> events, BytesOut out)
      throws ProtocolException {
    if (Preface.compare(in) == Detection.MATCH) {
      begin(out);
      return true;
    }
    if (Preface.compare(in) == Detection.NEED_MORE) {
      return false;
    }
    switch (UpgradeRequest.detect(in, protocol.maxHead())) {
      case NEED_MORE -> {
        return false;
      }
      case NO_MATCH -> throw Rule.PREFACE.broken();
      case MATCH -> {
        UpgradeRequest request = UpgradeRequest.take(in);
        out.space(UpgradeRequest.ANSWER.length).writeBytes(UpgradeRequest.ANSWER);
        begin(out);
        ByteBuf settings = Unpooled.wrappedBuffer(request.settings());
        takeSettings(settings, 0, settings.writerIndex(), events, out);
        byte[] section = request.section();
        onHeaders(1, null, true, section, section.length, events, out);
      }
    }
    return Preface.compare(in) != Detection.NEED_MORE;
  }

  @Override
  Why blame() {
    return Why.DECODE_ERROR;
  }

  // ---- reading ----------------------------------------------------------------------------------

  @Override
  void onHeaders(
      int id,
      @Nullable Stream stream,
      boolean last,
      byte[] section,
      int length,
      StreamEvents<RequestHead> events,
      BytesOut out)
      throws ProtocolException {
    if ((id & 1) == 0) {
      throw Rule.STREAM_ID.broken();
    }
    if (id <= lastId) {
      onClosedStream(id, section, length);
      return;
    }
    if (farewell.isSaid()) {
      decode(section, length, null);
      return;
    }
    lastId = id;
    if (streams.size() >= protocol.maxStreams()) {
      decode(section, length, null);
      pool.counters.refusedStreams.increment();
      refuse(id, ErrorCode.REFUSED_STREAM, out);
      return;
    }
    Http2RequestHead head = pool.request();
    boolean handedOn = false;
    try {
      reader.start(head);
      decode(section, length, reader);
      switch (reader.finish(last)) {
        case GOOD -> {
          handedOn = true;
          begin(id, head, last);
          // A tunnel's bytes are no body of its request.
          events.onHead(id, head, last || head.exchange == Exchange.TUNNEL);
        }
        case MALFORMED -> {
          pool.counters.malformed.increment();
          refuse(id, ErrorCode.PROTOCOL_ERROR, out);
          spend(Abuse.RESETS);
        }
        case TOO_LARGE -> {
          pool.counters.tooLarge.increment();
          answer(id, 431, last, out);
        }
        case REFUSED -> {
          pool.counters.notServed.increment();
          answer(id, reader.refusal(), last, out);
        }
      }
    } finally {
      if (!handedOn) {
        head.release();
      }
    }
  }

  private void onClosedStream(int id, byte[] section, int length) throws ProtocolException {
    decode(section, length, null);
    switch (closed.of(id)) {
      case RESET_HERE -> pool.counters.late.increment();
      case ENDED -> throw Rule.CLOSED_STREAM.broken();
      case UNKNOWN -> throw Rule.STREAM_ID.broken();
    }
  }

  private void begin(int id, Http2RequestHead head, boolean last) {
    forwarding.apply(head);
    head.receivedAt = pool.worker.now();
    Stream stream = newStream(id);
    stream.headReceived = true;
    stream.remoteEnded = last;
    stream.expected = last ? -1 : head.bodyLength;
    stream.noBody = head.method.equals("HEAD");
    stream.grpc = head.dialect == Dialect.GRPC;
    stream.tunnel = head.exchange == Exchange.TUNNEL ? Tunnel.ASKED : Tunnel.NONE;
  }

  private void refuse(int id, int code, BytesOut out) {
    Frames.reset(id, code, out);
    closed.add(id, How.RESET_HERE);
  }

  /** An answer without a stream; the rest of a request is not wanted. */
  private void answer(int id, int status, boolean last, BytesOut out) {
    HpackEncoder encoder = encoder();
    encoder.status(status);
    encoder.field(FieldName.DATE.text, pool.date());
    Frames.section(
        id, encoder.bytes(), encoder.length(), Frames.END_STREAM, sender.largestFrame, out);
    if (last) {
      closed.add(id, How.ENDED);
    } else {
      refuse(id, ErrorCode.NO_ERROR, out);
    }
  }

  @Override
  void checkNotIdle(int id) throws ProtocolException {
    if ((id & 1) == 0 || id > lastId && !farewell.isSaid()) {
      throw Rule.IDLE_STREAM.broken();
    }
  }

  @Override
  void onRemoteEnd(Stream stream) {
    // The stream goes on until it is answered; a tunnel until both have ended it.
    if (stream.tunnel == Tunnel.OPEN && stream.localEnded && !stream.hasQueue()) {
      remove(stream, How.ENDED);
    }
  }

  @Override
  void onPeerReset(int id, int code, StreamEvents<RequestHead> events) {
    events.onReset(id, Why.CLIENT_GONE);
  }

  @Override
  void spendReset() throws ProtocolException {
    spend(Abuse.RESETS);
  }

  /** {@inheritDoc} The caller learns it in a head alone, or in trailers if it has a head. */
  @Override
  void onLargeMessage(Stream stream, StreamEvents<RequestHead> events, BytesOut out) {
    int id = stream.id;
    if (!stream.localEnded && !stream.hasQueue()) {
      HpackEncoder encoder = encoder();
      if (!stream.headSent) {
        LocalReplies.grpcHead(encoder);
      }
      LocalReplies.trailers(GrpcStatus.MESSAGE_TOO_LARGE, encoder);
      Frames.section(
          id, encoder.bytes(), encoder.length(), Frames.END_STREAM, sender.largestFrame, out);
    }
    refuse(id, ErrorCode.NO_ERROR, out);
    remove(stream, How.RESET_HERE);
    events.onReset(id, GrpcStatus.MESSAGE_TOO_LARGE);
  }

  @Override
  void onGoAway(int lastStream, int code, StreamEvents<RequestHead> events) {
    // A caller that goes opens no more streams; those that are open are answered.
  }

  @Override
  void onPingAck(long data, StreamEvents<RequestHead> events, BytesOut out) {
    farewell.onPingAck(data, lastId, out);
  }

  @Override
  void onSetting(int number, int value) throws ProtocolException {
    if (number == Frames.ENABLE_PUSH && value != 0 && value != 1) {
      throw Rule.SETTING.broken();
    }
  }

  @Override
  public void inputClosed(ByteBuf in, StreamEvents<RequestHead> events, BytesOut replies)
      throws ProtocolException {
    // HTTP/2 has no half-closed connections: what is not answered by now reaches nobody.
    boolean waits = false;
    for (int id : streams.ids()) {
      Stream stream = streams.get(id);
      waits |= stream != null && !(stream.remoteEnded && stream.localEnded);
    }
    if (waits || in.isReadable()) {
      broken();
      throw Rule.CUT_OFF.brokenBy(Why.CLIENT_GONE);
    }
  }

  // ---- writing ----------------------------------------------------------------------------------

  @Override
  public void encodeHead(
      long streamId, RequestHead request, ResponseHead response, boolean last, BytesOut out)
      throws ProtocolException {
    Stream stream = streams.get(streamId);
    boolean opens = response.kind() == ResponseHead.Kind.TUNNEL;
    if (stream == null || stream.headSent || (response.code() == 101 && !opens)) {
      return;
    }
    if (opens && stream.tunnel == Tunnel.NONE) {
      throw new ProtocolException(Why.UPSTREAM_ERROR, 502, "a tunnel that was not asked for");
    }
    HpackEncoder encoder = encoder();
    pool.responseWriter.write(response, encoder);
    boolean isFinal = response.kind() == ResponseHead.Kind.FINAL;
    byte[] via = protocol.via().responses();
    if (isFinal && via.length > 0) {
      encoder.field(FieldName.VIA.text, via);
    }
    // Whatever is handed on behind it, an answer to HEAD and these two have no body.
    boolean bare = stream.noBody || response.code() == 204 || response.code() == 304;
    boolean ends = isFinal && (last || bare);
    int flags = ends ? Frames.END_STREAM : 0;
    Frames.section(stream.id, encoder.bytes(), encoder.length(), flags, sender.largestFrame, out);
    budgets.useful();
    if (opens) {
      stream.headSent = true;
      stream.tunnel = Tunnel.OPEN;
    }
    if (isFinal) {
      stream.tunnel = Tunnel.NONE;
      stream.headSent = true;
      if (ends) {
        stream.localEnded = true;
        localEndSent(stream, out);
      }
    }
  }

  /** {@inheritDoc} The rest of a request that has its answer is not wanted (section 8.1). */
  @Override
  public void localEndSent(Stream stream, BytesOut out) {
    if (stream.tunnel == Tunnel.OPEN && !stream.remoteEnded) {
      return;
    }
    if (stream.remoteEnded) {
      remove(stream, How.ENDED);
    } else {
      Frames.reset(stream.id, ErrorCode.NO_ERROR, out);
      remove(stream, How.RESET_HERE);
    }
  }

  /** {@inheritDoc} A gRPC caller learns the reason in trailers, if they can still be said. */
  @Override
  public Fate encodeReset(long streamId, Why why, BytesOut out) {
    Stream stream = streams.get(streamId);
    if (stream == null) {
      return fate();
    }
    if (stream.grpc && stream.headSent && !stream.localEnded && !stream.hasQueue()) {
      HpackEncoder encoder = encoder();
      LocalReplies.trailers(why, encoder);
      sender.trailers(stream, encoder.bytes(), encoder.length(), out);
    } else {
      Frames.reset(stream.id, ErrorCode.ofReset(why), out);
      remove(stream, How.RESET_HERE);
    }
    return fate();
  }

  @Override
  public Reply localReply(LocalReply reply, RequestHead request) {
    boolean grpc = request instanceof Http2RequestHead own && own.dialect == Dialect.GRPC;
    return grpc ? LocalReplies.grpc(reply, pool) : LocalReplies.plain(reply, pool);
  }

  @Override
  public void encodeFailure(ProtocolException failure, BytesOut out) {
    broken();
    if (!opened) {
      begin(out);
    }
    farewell.say(lastId, ErrorCode.ofFailure(failure), out);
  }

  @Override
  public void encodeDrain(BytesOut out) {
    if (opened) {
      farewell.ask(out);
    }
  }

  @Override
  public void encodeClose(BytesOut out) {
    if (opened && !farewell.isSaid()) {
      farewell.say(lastId, ErrorCode.NO_ERROR, out);
    }
  }

  // ---- state ------------------------------------------------------------------------------------

  @Override
  public Fate fate() {
    return farewell.isSaid() ? Fate.CLOSE : Fate.KEEP;
  }

  @Override
  public Reading reading() {
    if (inData()) {
      return Reading.BODY;
    }
    return partOfHead() ? Reading.HEAD : Reading.NOTHING;
  }
}
