package io.mizzen.kernel.fake;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What both sides of the fake protocol share. In the ping-pong variant one exchange is open at a
 * time, and the server side holds back what follows.
 */
abstract class FakeCodec<H extends MessageHead> implements Codec<H> {
  final char variant;
  private final @Nullable FakeCredit credit;
  // Ping-pong: whose turn it is, and which halves of the exchange are missing.
  long turn = -1;
  boolean incoming;
  boolean outgoing;
  boolean mustClose;
  // In turns a tunnel has the connection for itself, and the same number on both sides.
  boolean tunnel;
  private boolean tunnelHalf;
  boolean released;
  private int bodyLeft;
  private long bodyId;
  private boolean bodyLast;
  private boolean partial;
  // Messages that have begun and not ended, by stream.
  private final Set<Long> coming = new HashSet<>();
  final Set<Long> going = new HashSet<>();

  FakeCodec(char variant) {
    this.variant = variant;
    this.credit = variant == FakeProtocol.CREDIT ? new FakeCredit() : null;
  }

  abstract H head(FakeHead head);

  abstract boolean holdsBack();

  @Override
  public Progress decode(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    while (!released) {
      if (bodyLeft > 0) {
        if (!in.isReadable()) {
          break;
        }
        ByteBuf piece = in.readRetainedSlice(Math.min(bodyLeft, in.readableBytes()));
        bodyLeft -= piece.readableBytes();
        body(events, bodyId, piece, bodyLast && bodyLeft == 0);
        continue;
      }
      if (in.readableBytes() < Frame.HEADER) {
        break;
      }
      int at = in.readerIndex();
      if (in.getUnsignedByte(at) != Frame.MAGIC || in.getByte(at + 1) != (byte) variant) {
        throw new ProtocolException("not a frame of this protocol");
      }
      int kind = in.getByte(at + 2);
      int flags = in.getByte(at + 3);
      long id = in.getInt(at + 4);
      int length = in.getInt(at + 8);
      if (kind == Frame.HEAD && holdsBack()) {
        return Progress.HELD;
      }
      if (kind != Frame.BODY && in.readableBytes() < Frame.HEADER + length) {
        break;
      }
      in.skipBytes(Frame.HEADER);
      if (kind == Frame.BODY) {
        bodyLeft = length;
        bodyId = id;
        bodyLast = (flags & Frame.LAST) != 0;
        if (length == 0) {
          body(events, id, in.readRetainedSlice(0), bodyLast);
        }
        continue;
      }
      String text = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
      frame(kind, flags, id, text, events, replies);
    }
    partial = in.isReadable();
    return Progress.NEED_MORE;
  }

  private void body(StreamEvents<H> events, long id, ByteBuf piece, boolean last) {
    if (last) {
      incomingDone(id);
    }
    events.onBody(id, piece, last);
  }

  private void frame(
      int kind, int flags, long id, String text, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    switch (kind) {
      case Frame.HEAD -> {
        boolean last = (flags & Frame.LAST) != 0;
        FakeHead head = new FakeHead(flags, List.of(text.split("\n", -1)));
        begins(id, head);
        if (last) {
          incomingDone(id);
        } else {
          coming.add(id);
        }
        events.onHead(id, head(head), last);
      }
      case Frame.TRAILERS -> {
        FakeHead trailers = new FakeHead(0, List.of(("\n\n" + text).split("\n", -1)));
        incomingDone(id);
        boolean error = (flags & Frame.ERROR) != 0;
        events.onTrailers(id, trailers, error ? Why.UPSTREAM_ERROR : Why.OK);
        trailers.release();
      }
      case Frame.RESET -> {
        if (text.equals("refused")) {
          events.onRefused(id, Why.OVERLOAD);
        } else {
          events.onReset(id, Why.UPSTREAM_RESET);
        }
      }
      case Frame.DRAIN -> events.onDrain();
      case Frame.PING -> write(replies, Frame.PONG, 0, id, new byte[0]);
      case Frame.PONG -> events.onHeartbeat();
      case Frame.CREDIT -> {
        if (credit != null) {
          credit.add(
              id, Integer.parseInt(text), (to, piece, last) -> piece(to, piece, last, replies));
          if (credit.isOpen(id)) {
            events.onWritable(id, StreamEvents.Flow.OPEN);
          }
        }
      }
      default -> throw new ProtocolException("unknown kind " + kind);
    }
  }

  void begins(long id, FakeHead head) {}

  private void incomingDone(long id) {
    tunnelHalf |= tunnel;
    coming.remove(id);
    if (id == turn) {
      incoming = false;
      endTurn();
    }
  }

  void outgoingDone(long id) {
    tunnelHalf |= tunnel;
    going.remove(id);
    if (id == turn) {
      outgoing = false;
      endTurn();
    }
  }

  private void endTurn() {
    if (!incoming && !outgoing) {
      turn = -1;
    }
  }

  @Override
  public void inputClosed(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    if (bodyLeft > 0 || in.isReadable()) {
      throw new ProtocolException("cut off in a frame");
    }
  }

  void write(BytesOut out, int kind, int flags, long id, byte[] payload) {
    ByteBuf space = out.space(Frame.HEADER + payload.length);
    header(space, kind, flags, id, payload.length);
    space.writeBytes(payload);
  }

  private void header(ByteBuf space, int kind, int flags, long id, int length) {
    space.writeByte(Frame.MAGIC).writeByte(variant).writeByte(kind).writeByte(flags);
    space.writeInt((int) id).writeInt(length);
  }

  @Override
  public void encodeBody(long streamId, ByteBuf owned, boolean last, BytesOut out) {
    if (credit == null) {
      piece(streamId, owned, last, out);
    } else {
      credit.send(streamId, owned, last, (to, piece, end) -> piece(to, piece, end, out));
    }
  }

  @Override
  public void consumed(long streamId, int bytes, BytesOut out) {
    if (credit != null) {
      write(out, Frame.CREDIT, 0, streamId, String.valueOf(bytes).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public StreamEvents.Flow flow(long streamId) {
    return credit == null || credit.isOpen(streamId)
        ? StreamEvents.Flow.OPEN
        : StreamEvents.Flow.SHUT;
  }

  @Override
  public long unsent() {
    return credit == null ? 0 : credit.unsent();
  }

  @Override
  public Brake brake() {
    return credit == null ? Brake.CONNECTION : Brake.STREAM;
  }

  private void piece(long streamId, ByteBuf owned, boolean last, BytesOut out) {
    header(
        out.space(Frame.HEADER),
        Frame.BODY,
        last ? Frame.LAST : 0,
        streamId,
        owned.readableBytes());
    out.write(owned);
    if (last) {
      outgoingDone(streamId);
    }
  }

  @Override
  public void encodeTrailers(long streamId, Fields trailers, BytesOut out) {
    List<String> lines = new ArrayList<>();
    trailers.forEach((name, value) -> lines.add(name + "=" + value));
    write(
        out,
        Frame.TRAILERS,
        Frame.LAST,
        streamId,
        String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    outgoingDone(streamId);
  }

  @Override
  public Fate encodeReset(long streamId, Why why, BytesOut out) {
    if (variant == FakeProtocol.TURNS) {
      mustClose = true;
      return Fate.CLOSE;
    }
    coming.remove(streamId);
    going.remove(streamId);
    write(out, Frame.RESET, 0, streamId, why.word().getBytes(StandardCharsets.UTF_8));
    return Fate.KEEP;
  }

  @Override
  public Fate fate() {
    return mustClose ? Fate.CLOSE : Fate.KEEP;
  }

  @Override
  public RestState restState() {
    if (tunnel && variant == FakeProtocol.TURNS) {
      boolean between = bodyLeft > 0 || partial;
      return tunnelHalf ? RestState.NEVER : between ? RestState.BUSY : RestState.RAW;
    }
    boolean busy = bodyLeft > 0 || turn >= 0 || mustClose || !coming.isEmpty() || !going.isEmpty();
    return busy ? RestState.BUSY : RestState.AT_REST;
  }

  @Override
  public void release() {
    if (released) {
      throw new IllegalStateException("codec released twice");
    }
    released = true;
    if (credit != null) {
      credit.release();
    }
  }

  boolean isPartial() {
    return partial;
  }

  boolean isInBody() {
    return bodyLeft > 0 || (variant == FakeProtocol.TURNS && turn >= 0 && incoming);
  }

  /** The side of a listener. */
  static final class Server extends FakeCodec<RequestHead> implements ServerCodec {
    Server(char variant) {
      super(variant);
    }

    @Override
    RequestHead head(FakeHead head) {
      return head;
    }

    @Override
    boolean holdsBack() {
      return variant == FakeProtocol.TURNS && turn >= 0;
    }

    @Override
    void begins(long id, FakeHead head) {
      if (variant == FakeProtocol.TURNS) {
        turn = id;
        incoming = true;
        outgoing = head.exchange() != RequestHead.Exchange.ONE_WAY;
      }
    }

    @Override
    public void encodeHead(
        long streamId, RequestHead request, ResponseHead response, boolean last, BytesOut out) {
      FakeHead head = (FakeHead) response;
      if (head.get("close") != null || head.kind() == ResponseHead.Kind.TUNNEL) {
        mustClose = true;
      }
      tunnel |= head.kind() == ResponseHead.Kind.TUNNEL;
      int flags = (head.flags() & ~Frame.LAST) | (last ? Frame.LAST : 0);
      write(out, Frame.HEAD, flags, streamId, head.payload());
      if (last) {
        outgoingDone(streamId);
      } else {
        going.add(streamId);
      }
    }

    @Override
    public @Nullable Reply localReply(LocalReply reply, RequestHead request) {
      FakeHead head = new FakeHead(0, List.of(String.valueOf(reply.code()), reply.why().word()));
      reply.fields().forEach(field -> head.add(field.name(), field.value()));
      return new Reply(head, reply.body().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void encodeFailure(ProtocolException failure, BytesOut out) {
      write(
          out,
          Frame.HEAD,
          Frame.LAST,
          0,
          ("400\n" + failure.why()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void encodeDrain(BytesOut out) {
      write(out, Frame.DRAIN, 0, 0, new byte[0]);
    }

    @Override
    public Reading reading() {
      if (isInBody()) {
        return Reading.BODY;
      }
      return isPartial() ? Reading.HEAD : Reading.NOTHING;
    }
  }

  /** The side of a cluster. */
  static final class Client extends FakeCodec<ResponseHead> implements ClientCodec {
    private long ids;

    Client(char variant) {
      super(variant);
    }

    @Override
    ResponseHead head(FakeHead head) {
      if (head.get("close") != null || head.kind() == ResponseHead.Kind.TUNNEL) {
        mustClose = true;
      }
      tunnel |= head.kind() == ResponseHead.Kind.TUNNEL;
      return head;
    }

    @Override
    boolean holdsBack() {
      return false;
    }

    @Override
    public long nextStreamId() {
      return ++ids;
    }

    @Override
    public void encodeHead(long streamId, RequestHead request, boolean last, BytesOut out)
        throws ProtocolException {
      if (request.operation().toString().equals("unspeakable")) {
        throw new ProtocolException(Why.DECODE_ERROR, 7, "this protocol has no word for it");
      }
      FakeHead head = (FakeHead) request;
      int flags = (head.flags() & ~Frame.LAST) | (last ? Frame.LAST : 0);
      write(out, Frame.HEAD, flags, streamId, head.payload());
    }

    @Override
    public Heartbeats encodeHeartbeat(BytesOut out) {
      write(out, Frame.PING, 0, 0, new byte[0]);
      return Heartbeats.SENT;
    }
  }
}
