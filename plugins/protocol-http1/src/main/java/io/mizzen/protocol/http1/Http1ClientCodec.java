package io.mizzen.protocol.http1;

import io.mizzen.lib.http.Octets;
import io.mizzen.lib.http.WebSocketKeys;
import io.mizzen.protocol.http1.BodyWriter.Mode;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An upstream connection. One exchange at a time, and only what was asked for is an answer: octets
 * that come unasked end the connection, so that they never become the answer to the next request.
 *
 * <pre>
 *   IDLE --encodeHead--> HEAD --> BODY --> IDLE       (TUNNEL instead of BODY after an agreed one)
 *                        1xx ^                        CLOSED when the connection cannot be used again
 * </pre>
 */
final class Http1ClientCodec implements ClientCodec {
  private final Http1ClientProtocol protocol;
  private final Spares spares;
  private final HeadProgress progress = new HeadProgress();
  private final BodyReader reader;
  private final BodyWriter writer = new BodyWriter();

  private Phase phase = Phase.IDLE;
  private long lastId;
  private long streamId;
  private Method method = Method.OTHER;
  private byte @Nullable [] offered;

  /** What the server of a WebSocket has to answer that was asked for here; null for any other. */
  private @Nullable String accept;

  private Persistence persistence = Persistence.KEEP;
  private int informational;

  /** Whether octets followed the last answer; told once that answer has been handed on. */
  private boolean unasked;

  private enum Phase {
    IDLE,
    HEAD,
    BODY,
    TUNNEL,
    CLOSED
  }

  Http1ClientCodec(Http1ClientProtocol protocol, Spares spares) {
    this.protocol = protocol;
    this.spares = spares;
    this.reader = new BodyReader(Side.RESPONSE, protocol.bodyLimits(), this::answerIsIn);
  }

  @Override
  public long nextStreamId() {
    return ++lastId;
  }

  // ---- writing ----------------------------------------------------------------------------------

  @Override
  public void encodeHead(long id, RequestHead request, boolean last, BytesOut out)
      throws ProtocolException {
    if (phase != Phase.IDLE) {
      throw new ProtocolException(
          Why.INTERNAL, 500, "a second request on a connection that carries one at a time");
    }
    boolean own = request instanceof Http1RequestHead;
    long length = request.bodyLength();
    if (!last && length < 0 && !protocol.sendsChunked()) {
      throw new ProtocolException(
          Why.DECODE_ERROR, 411, "the upstream takes no body of unknown length (chunkedRequests)");
    }
    Http1RequestHead head =
        own ? (Http1RequestHead) request : RequestWriter.translate(request, last, spares);
    Mode mode = last || length == 0 ? Mode.NOTHING : length > 0 ? Mode.LENGTH : Mode.CHUNKED;
    if (last && length > 0) {
      mode = Mode.LENGTH;
    } else if (own && last && length < 0) {
      // The head was chunked and its body turned out empty: the coding still has to be ended.
      mode = Mode.CHUNKED;
    }
    RequestWriter.write(head, mode, out);
    streamId = id;
    method = head.method;
    offered = offer(head);
    CharSequence key = own || offered == null ? null : head.get(RequestWriter.KEY);
    accept = key == null ? null : WebSocketKeys.accept(key);
    informational = 0;
    persistence = Persistence.KEEP;
    phase = Phase.HEAD;
    writer.start(mode, length);
    if (last && mode == Mode.CHUNKED) {
      writer.write(Unpooled.EMPTY_BUFFER, true, out);
    } else {
      writer.headWritten(last);
    }
    if (!own) {
      head.release();
    }
  }

  private static byte @Nullable [] offer(Http1RequestHead head) {
    return head.upgradeFrom == head.upgradeTo
        ? null
        : Arrays.copyOfRange(head.bytes, head.upgradeFrom, head.upgradeTo);
  }

  @Override
  public void encodeBody(long id, ByteBuf owned, boolean last, BytesOut out) {
    if (!isOpen(id)) {
      owned.release();
      return;
    }
    writer.write(owned, last, out);
    if (last && phase == Phase.TUNNEL) {
      out.end();
    }
  }

  @Override
  public void encodeTrailers(long id, Fields trailers, BytesOut out) {
    if (isOpen(id)) {
      writer.writeTrailers(trailers, out);
    }
  }

  @Override
  public Fate encodeReset(long id, Why why, BytesOut out) {
    if (isOpen(id)) {
      close();
    }
    return fate();
  }

  private boolean isOpen(long id) {
    return id == streamId && phase != Phase.IDLE && phase != Phase.CLOSED;
  }

  private void close() {
    phase = Phase.CLOSED;
    reader.stop();
    writer.stop();
  }

  // ---- reading ----------------------------------------------------------------------------------

  @Override
  public Progress decode(ByteBuf in, StreamEvents<ResponseHead> events, BytesOut replies)
      throws ProtocolException {
    try {
      while (in.isReadable()) {
        switch (phase) {
          case IDLE -> refuseUnasked(in);
          case HEAD -> {
            if (!readHead(in, events)) {
              return Progress.NEED_MORE;
            }
          }
          case BODY, TUNNEL -> {
            reader.read(in, streamId, events);
            if (phase == Phase.BODY && !reader.done()) {
              return Progress.NEED_MORE;
            }
          }
          case CLOSED -> dropRest(in);
        }
      }
      return Progress.NEED_MORE;
    } catch (ProtocolException broken) {
      close();
      throw broken;
    }
  }

  /** A clumsy server may end a body with an empty line too many; nothing else is let through. */
  private static void refuseUnasked(ByteBuf in) throws ProtocolException {
    if (!isLineEnd(in.readByte())) {
      throw Rule.UNASKED_BYTES.broken(Side.RESPONSE);
    }
  }

  private void dropRest(ByteBuf in) throws ProtocolException {
    in.skipBytes(in.readableBytes());
    if (unasked) {
      unasked = false;
      throw Rule.UNASKED_BYTES.broken(Side.RESPONSE);
    }
  }

  private boolean readHead(ByteBuf in, StreamEvents<ResponseHead> events) throws ProtocolException {
    if (!progress.worthTrying(in)) {
      return false;
    }
    Http1ResponseHead head = spares.response();
    int used = HeadParser.INCOMPLETE;
    try {
      int available = in.readableBytes();
      int octets = Math.min(available, head.bytes.length);
      head.load(in, octets);
      used = protocol.responses().read(head, octets, method, offered);
      if (used < 0 && octets < available) {
        head.clear();
        octets = Math.min(available, protocol.maxHead() + 1);
        head.load(in, octets);
        used = protocol.responses().read(head, octets, method, offered);
      }
    } finally {
      if (used < 0) {
        head.release();
      }
    }
    if (used < 0) {
      return false;
    }
    in.skipBytes(used);
    progress.reset();
    begin(head, in, events);
    return true;
  }

  private void begin(Http1ResponseHead head, ByteBuf in, StreamEvents<ResponseHead> events)
      throws ProtocolException {
    switch (head.kind) {
      case INFORMATIONAL -> {
        if (++informational > protocol.maxInformational()) {
          head.release();
          throw Rule.TOO_MANY_INTERIM.broken(Side.RESPONSE);
        }
        events.onHead(streamId, head, false);
      }
      case TUNNEL -> {
        if (accept != null && !accept.contentEquals(said(head, "Sec-WebSocket-Accept"))) {
          head.release();
          throw Rule.UNASKED_UPGRADE.broken(Side.RESPONSE);
        }
        phase = Phase.TUNNEL;
        persistence = Persistence.CLOSE;
        reader.startOpen();
        writer.start(Mode.RAW, 0);
        events.onHead(streamId, head, false);
      }
      case FINAL -> {
        persistence = head.persistence;
        if (head.untilClose) {
          reader.startOpen();
        } else {
          reader.start(head.bodyLength, head.connectionNames);
        }
        boolean last = reader.done();
        phase = Phase.BODY;
        if (last) {
          answerIsIn(in);
        }
        events.onHead(streamId, head, last);
      }
    }
  }

  private static CharSequence said(Http1ResponseHead head, String name) {
    CharSequence value = head.get(name);
    return value == null ? "" : value;
  }

  /**
   * The answer is complete; its last piece has not been handed on yet. The connection can be used
   * again only if the request went out completely too (RFC 9112 section 9.5) and nothing follows
   * that would be taken for the next answer (section 6.3).
   */
  private void answerIsIn(ByteBuf rest) {
    while (rest.isReadable() && isLineEnd(rest.getByte(rest.readerIndex()))) {
      rest.skipBytes(1);
    }
    unasked = rest.isReadable();
    if (persistence == Persistence.KEEP
        && writer.progress() == BodyWriter.Progress.WHOLE
        && !unasked) {
      phase = Phase.IDLE;
    } else {
      close();
    }
  }

  private static boolean isLineEnd(byte octet) {
    return octet == Octets.CR || octet == Octets.LF;
  }

  @Override
  public void inputClosed(ByteBuf in, StreamEvents<ResponseHead> events, BytesOut replies)
      throws ProtocolException {
    Phase before = phase;
    boolean properEnd = reader.open() && (phase == Phase.BODY || phase == Phase.TUNNEL);
    if (phase == Phase.BODY || phase == Phase.HEAD) {
      close();
    } else if (phase == Phase.TUNNEL) {
      reader.stop();
    } else {
      phase = Phase.CLOSED;
    }
    if (properEnd) {
      events.onBody(streamId, Unpooled.EMPTY_BUFFER, true);
    } else if (before == Phase.HEAD || before == Phase.BODY) {
      throw Rule.CUT_OFF.broken(Side.RESPONSE);
    }
  }

  // ---- state ------------------------------------------------------------------------------------

  @Override
  public Fate fate() {
    return phase == Phase.CLOSED || phase == Phase.TUNNEL || persistence == Persistence.CLOSE
        ? Fate.CLOSE
        : Fate.KEEP;
  }

  @Override
  public RestState restState() {
    if (phase == Phase.TUNNEL) {
      boolean both = reader.open() && writer.progress() == BodyWriter.Progress.OPEN;
      return both ? RestState.RAW : RestState.NEVER;
    }
    return phase == Phase.IDLE ? RestState.AT_REST : RestState.BUSY;
  }
}
