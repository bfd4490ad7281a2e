package io.mizzen.protocol.http2;

import io.mizzen.protocol.http2.ClosedIds.How;
import io.mizzen.protocol.http2.RequestWriter.Tunnels;
import io.mizzen.protocol.http2.Stream.Tunnel;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ResponseHead.Kind;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An upstream connection. Its streams have odd ids that only grow; when they are used up it ends.
 */
final class Http2ClientCodec extends Http2Codec<ResponseHead> implements ClientCodec {
  /** Until the upstream has said how many streams it takes: what RFC 9113 wants as the least. */
  private static final int STREAMS_BEFORE_SETTINGS = 100;

  /** Beyond it the connection takes no further streams, well before ids are used up. */
  private static final int LAST_USED_ID = Integer.MAX_VALUE - (1 << 20);

  /** Informational heads of one answer; a peer that sends more has nothing else to say. */
  private static final int MOST_INFORMATIONAL = 16;

  private static final long HEARTBEAT = 0x6d697a7a656e0002L;

  private final Http2ClientProtocol protocol;
  private final ResponseReader reader;
  private int peerStreams = Integer.MAX_VALUE;
  private long nextId = -1;
  private boolean going;
  private boolean goAwaySent;
  private boolean takesTunnels;

  // Waits for the upstream to say that it takes tunnels (RFC 8441 section 3).
  private @Nullable WaitingHead waiting;

  // The head of a gRPC answer, until it is known what comes behind it; never beyond one decode
  // call.
  private @Nullable Http2ResponseHead held;
  private int heldId;

  /** A head that has its stream and is not sent. */
  private record WaitingHead(Stream stream, byte[] section) {}

  Http2ClientCodec(Http2ClientProtocol protocol, WorkerPool pool) {
    super(pool, protocol.tuning());
    this.protocol = protocol;
    this.reader = new ResponseReader(protocol.tuning().head());
  }

  @Override
  public void open(BytesOut out) {
    out.space(Preface.LENGTH).writeBytes(Preface.OCTETS);
    protocol.writeSettings(out);
    widen(out);
  }

  @Override
  boolean preface(ByteBuf in, StreamEvents<ResponseHead> events, BytesOut out) {
    return true;
  }

  @Override
  Why blame() {
    return Why.UPSTREAM_ERROR;
  }

  // ---- writing ----------------------------------------------------------------------------------

  @Override
  public long nextStreamId() {
    nextId += 2;
    return nextId;
  }

  /**
   * {@inheritDoc} None behind a GOAWAY, and none while a tunnel waits: a stream that began behind
   * it would close its number (RFC 9113 section 5.1.1).
   */
  @Override
  public int maxStreams() {
    if (waiting != null || going) {
      return 0;
    }
    return settingsSeen ? peerStreams : STREAMS_BEFORE_SETTINGS;
  }

  @Override
  public void encodeHead(long streamId, RequestHead request, boolean last, BytesOut out)
      throws ProtocolException {
    boolean asksForTunnel = request.exchange() == Exchange.TUNNEL;
    pool.requestWriter.check(request, protocol.sendsTunnels() ? Tunnels.SENT : Tunnels.NONE);
    if (asksForTunnel && settingsSeen && !takesTunnels) {
      throw new ProtocolException(
          Why.UPSTREAM_ERROR, 502, "the upstream offers no extended CONNECT");
    }
    Stream stream = newStream((int) streamId);
    stream.noBody = "HEAD".contentEquals(request.verb());
    if (asksForTunnel) {
      askForTunnel(stream, request, out);
      return;
    }
    GrpcWeb web = protocol.bridgesGrpcWeb() ? GrpcWeb.of(request.get("content-type")) : null;
    stream.web = web;
    HpackEncoder encoder = encoder();
    if (web == null) {
      pool.requestWriter.write(request, last, pool.worker.now(), encoder);
    } else {
      pool.requestWriter.writeBridged(request, web.requestType(), encoder);
    }
    stream.localEnded = last;
    sendHead(stream, encoder, last ? Frames.END_STREAM : 0, out);
  }

  private void sendHead(Stream stream, HpackEncoder encoder, int flags, BytesOut out) {
    lastId = stream.id;
    stream.headSent = true;
    Frames.section(stream.id, encoder.bytes(), encoder.length(), flags, sender.largestFrame, out);
    budgets.useful();
  }

  /** Nobody may be asked before it has said that it can be; its SETTINGS come first. */
  private void askForTunnel(Stream stream, RequestHead request, BytesOut out) {
    stream.tunnel = Tunnel.ASKED;
    if (settingsSeen) {
      HpackEncoder encoder = encoder();
      pool.requestWriter.write(request, true, pool.worker.now(), encoder);
      // The bytes of a tunnel follow on the same stream.
      sendHead(stream, encoder, 0, out);
      return;
    }
    HpackEncoder encoder = pool.encoder;
    encoder.begin();
    pool.requestWriter.write(request, true, pool.worker.now(), encoder);
    waiting = new WaitingHead(stream, Arrays.copyOf(encoder.bytes(), encoder.length()));
  }

  @Override
  void onSettingsTaken(StreamEvents<ResponseHead> events, BytesOut out) {
    WaitingHead head = waiting;
    if (head == null) {
      return;
    }
    waiting = null;
    Stream stream = head.stream;
    if (takesTunnels && streams.size() <= peerStreams) {
      HpackEncoder encoder = encoder();
      encoder.encoded(head.section);
      sendHead(stream, encoder, 0, out);
    } else {
      int id = stream.id;
      remove(stream, How.RESET_HERE);
      events.onRefused(id, takesTunnels ? Why.OVERLOAD : Why.UPSTREAM_ERROR);
    }
  }

  @Override
  public void localEndSent(Stream stream, BytesOut out) {
    if (stream.remoteEnded) {
      remove(stream, How.ENDED);
    }
  }

  @Override
  public Fate encodeReset(long streamId, Why why, BytesOut out) {
    Stream stream = streams.get(streamId);
    if (stream != null) {
      if (waiting != null && waiting.stream == stream) {
        // The upstream has never heard of it.
        waiting = null;
      } else {
        Frames.reset(stream.id, ErrorCode.CANCEL, out);
      }
      remove(stream, How.RESET_HERE);
    }
    return fate();
  }

  @Override
  public Heartbeats encodeHeartbeat(BytesOut out) {
    Frames.ping(0, HEARTBEAT, out);
    return Heartbeats.SENT;
  }

  @Override
  public void encodeClose(BytesOut out) {
    if (!goAwaySent) {
      goAwaySent = true;
      // Streams of the upstream's own there were none.
      Frames.goAway(0, ErrorCode.NO_ERROR, out);
    }
  }

  // ---- reading ----------------------------------------------------------------------------------

  @Override
  void onHeaders(
      int id,
      @Nullable Stream stream,
      boolean last,
      byte[] section,
      int length,
      StreamEvents<ResponseHead> events,
      BytesOut out)
      throws ProtocolException {
    if (stream == null) {
      decode(section, length, null);
      checkNotIdle(id);
      pool.counters.late.increment();
      return;
    }
    Http2ResponseHead head = pool.response();
    boolean handedOn = false;
    try {
      reader.start(head);
      decode(section, length, reader);
      switch (reader.finish(last, stream.noBody)) {
        case GOOD -> {
          handedOn = begin(stream, head, last, events, out);
        }
        case TOO_LARGE -> {
          pool.counters.tooLarge.increment();
          fail(stream, ErrorCode.CANCEL, events, out);
        }
        case MALFORMED, REFUSED -> {
          pool.counters.malformed.increment();
          fail(stream, ErrorCode.PROTOCOL_ERROR, events, out);
        }
      }
    } finally {
      if (!handedOn) {
        head.release();
      }
    }
  }

  private boolean begin(
      Stream stream,
      Http2ResponseHead head,
      boolean last,
      StreamEvents<ResponseHead> events,
      BytesOut out)
      throws ProtocolException {
    int id = stream.id;
    if (head.kind == Kind.INFORMATIONAL) {
      // Before the answer nothing else is counted there.
      if (++stream.received > MOST_INFORMATIONAL) {
        fail(stream, ErrorCode.CANCEL, events, out);
        return false;
      }
    } else {
      stream.received = 0;
      stream.headReceived = true;
      boolean bare = stream.noBody || head.code == 204 || head.code == 304;
      stream.expected = last ? -1 : bare ? 0 : head.bodyLength;
      if (stream.tunnel == Tunnel.ASKED) {
        answerTunnel(stream, head, last, out);
      }
      stream.grpc = isGrpc(head);
      if (stream.web != null && stream.grpc) {
        head.set("content-type", stream.web.responseType());
        head.removeAll(FieldName.CONTENT_LENGTH);
        head.bodyLength = last ? head.bodyLength : -1;
      } else {
        stream.web = null;
      }
      if (last) {
        stream.remoteEnded = true;
        onRemoteEnd(stream);
      } else if (stream.grpc) {
        settleHead(events);
        held = head;
        heldId = id;
        return true;
      }
    }
    events.onHead(id, head, last);
    return true;
  }

  private void answerTunnel(Stream stream, Http2ResponseHead head, boolean last, BytesOut out) {
    if (head.code < 300 && !last) {
      stream.tunnel = Tunnel.OPEN;
      stream.expected = -1;
      head.kind = Kind.TUNNEL;
    } else {
      stream.tunnel = Tunnel.NONE;
      sender.body(stream, Unpooled.EMPTY_BUFFER, true, out);
    }
  }

  private static boolean isGrpc(Http2ResponseHead head) {
    int row = head.row(FieldName.CONTENT_TYPE, 0);
    return row >= 0 && RequestReader.isGrpc(head.bytes, head.valueFrom(row), head.valueTo(row));
  }

  @Override
  void settleHead(StreamEvents<ResponseHead> events) {
    settleHead(heldId, GrpcStatus.NONE, events);
  }

  /**
   * {@inheritDoc} Servers that do not answer by a head alone send head and trailers together: the
   * head says what the trailers know, so that the request can be tried once more.
   */
  @Override
  void settleHead(int id, int grpcStatus, StreamEvents<ResponseHead> events) {
    Http2ResponseHead head = held;
    if (head != null) {
      held = null;
      head.grpcStatus = heldId == id ? grpcStatus : GrpcStatus.NONE;
      events.onHead(heldId, head, false);
    }
  }

  @Override
  void onLargeMessage(Stream stream, StreamEvents<ResponseHead> events, BytesOut out) {
    int id = stream.id;
    Frames.reset(id, ErrorCode.CANCEL, out);
    remove(stream, How.RESET_HERE);
    events.onReset(id, GrpcStatus.MESSAGE_TOO_LARGE);
  }

  @Override
  void onRemoteEnd(Stream stream) {
    if (stream.localEnded && !stream.hasQueue()) {
      remove(stream, How.ENDED);
    }
  }

  @Override
  void checkNotIdle(int id) throws ProtocolException {
    if ((id & 1) == 0 || id > lastId) {
      throw rule(Rule.IDLE_STREAM);
    }
  }

  @Override
  void onPeerReset(int id, int code, StreamEvents<ResponseHead> events) {
    switch (code) {
      case ErrorCode.REFUSED_STREAM -> events.onRefused(id, Why.OVERLOAD);
      case ErrorCode.ENHANCE_YOUR_CALM -> events.onReset(id, Why.OVERLOAD);
      default -> events.onReset(id, Why.UPSTREAM_RESET);
    }
  }

  /** {@inheritDoc} An upstream may reset every stream it likes: each costs it a request. */
  @Override
  void spendReset() {
    // Nothing to count.
  }

  @Override
  void onGoAway(int lastStream, int code, StreamEvents<ResponseHead> events) {
    going = true;
    // First, so that what is asked anew is not asked here.
    events.onDrain();
    for (int id : streams.ids()) {
      Stream stream = streams.get(id);
      if (stream != null && id > lastStream) {
        remove(stream, How.RESET_HERE);
        events.onRefused(id, Why.UPSTREAM_CLOSED);
      }
    }
  }

  @Override
  void onPingAck(long data, StreamEvents<ResponseHead> events, BytesOut out) {
    if (data == HEARTBEAT) {
      events.onHeartbeat();
    }
  }

  @Override
  void onSetting(int number, int value) throws ProtocolException {
    if (number == Frames.MAX_CONCURRENT_STREAMS) {
      peerStreams = value < 0 ? Integer.MAX_VALUE : value;
    } else if (number == Frames.ENABLE_CONNECT_PROTOCOL) {
      takesTunnels = value == 1;
    } else if (number == Frames.ENABLE_PUSH && value != 0) {
      throw rule(Rule.SETTING);
    }
  }

  @Override
  public void inputClosed(ByteBuf in, StreamEvents<ResponseHead> events, BytesOut replies)
      throws ProtocolException {
    broken();
    if (streams.size() > 0 || in.isReadable()) {
      throw Rule.CUT_OFF.brokenBy(Why.UPSTREAM_CLOSED);
    }
  }

  // ---- state ------------------------------------------------------------------------------------

  @Override
  public Fate fate() {
    return going || nextId >= LAST_USED_ID ? Fate.CLOSE : Fate.KEEP;
  }
}
