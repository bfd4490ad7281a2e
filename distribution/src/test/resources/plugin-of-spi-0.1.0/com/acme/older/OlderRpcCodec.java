package com.acme.older;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What both sides share: whole frames in, whole frames out. A frame says its length first, and
 * frames of several streams share the connection, so a message leaves when its body is complete.
 */
abstract class OlderRpcCodec<H extends MessageHead> implements Codec<H> {
  private static final byte[] NO_NAME = {};

  /** Streams that wait for an answer. */
  final Set<Long> open = new HashSet<>();

  private final long maxFrame;
  private final Map<Long, Unsent> unsent = new HashMap<>();
  private boolean inFrame;

  /** A message whose body is not complete yet. The pieces are owned. */
  private record Unsent(int kind, int code, byte[] name, List<ByteBuf> pieces) {
    void release() {
      pieces.forEach(ByteBuf::release);
    }
  }

  OlderRpcCodec(long maxFrame) {
    this.maxFrame = maxFrame;
  }

  /** A request or an answer is complete. */
  abstract void message(
      int kind, long id, OlderRpcHead head, ByteBuf retainedBody, StreamEvents<H> events)
      throws ProtocolException;

  @Override
  public Progress decode(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    int length = OlderRpcFrame.length(in, maxFrame);
    while (length > 0 && in.readableBytes() >= length) {
      frame(in, events, replies);
      length = OlderRpcFrame.length(in, maxFrame);
    }
    inFrame = in.isReadable();
    return Progress.NEED_MORE;
  }

  private void frame(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    in.skipBytes(1);
    int kind = in.readByte();
    int code = in.readUnsignedByte();
    int nameLength = in.readUnsignedByte();
    long id = in.readUnsignedInt();
    int bodyLength = in.readInt();
    String name = in.readCharSequence(nameLength, StandardCharsets.UTF_8).toString();
    ByteBuf body = in.readRetainedSlice(bodyLength);
    switch (kind) {
      case OlderRpcFrame.PING -> {
        body.release();
        write(replies, OlderRpcFrame.PONG, 0, id, NO_NAME, List.of());
      }
      case OlderRpcFrame.PONG -> {
        body.release();
        events.onHeartbeat();
      }
      default -> message(kind, id, new OlderRpcHead(code, name, bodyLength), body, events);
    }
  }

  /** Tells a message that was accepted. */
  static <H extends MessageHead> void tell(
      long id, H head, ByteBuf retainedBody, StreamEvents<H> events) {
    boolean bare = !retainedBody.isReadable();
    if (bare) {
      retainedBody.release();
    }
    events.onHead(id, head, bare);
    if (!bare) {
      events.onBody(id, retainedBody, true);
    }
  }

  @Override
  public void inputClosed(ByteBuf in, StreamEvents<H> events, BytesOut replies)
      throws ProtocolException {
    if (in.isReadable()) {
      throw new ProtocolException("cut off in a frame");
    }
  }

  /** Begins a message; without a body it leaves at once. */
  void begin(int kind, int code, long id, byte[] name, boolean last, BytesOut out) {
    if (last) {
      write(out, kind, code, id, name, List.of());
    } else {
      unsent.put(id, new Unsent(kind, code, name, new ArrayList<>()));
    }
  }

  @Override
  public void encodeBody(long streamId, ByteBuf owned, boolean last, BytesOut out) {
    Unsent message = unsent.get(streamId);
    if (message == null) {
      owned.release();
      return;
    }
    message.pieces().add(owned);
    if (last) {
      unsent.remove(streamId);
      write(out, message.kind(), message.code(), streamId, message.name(), message.pieces());
      sent(streamId);
    }
  }

  /** There are none: what is complete by now leaves. */
  @Override
  public void encodeTrailers(long streamId, Fields trailers, BytesOut out) {
    encodeBody(streamId, out.allocator().buffer(0), true, out);
  }

  /** A message has left. */
  void sent(long streamId) {}

  /** Forgets a message that was begun. */
  void drop(long streamId) {
    Unsent message = unsent.remove(streamId);
    if (message != null) {
      message.release();
    }
  }

  static void write(
      BytesOut out, int kind, int code, long id, byte[] name, List<ByteBuf> ownedPieces) {
    int length = 0;
    for (ByteBuf piece : ownedPieces) {
      length += piece.readableBytes();
    }
    ByteBuf space = out.space(OlderRpcFrame.HEADER + name.length);
    OlderRpcFrame.header(space, kind, code, id, name, length);
    ownedPieces.forEach(out::write);
  }

  static void ping(BytesOut out) {
    write(out, OlderRpcFrame.PING, 0, 0, NO_NAME, List.of());
  }

  boolean isInFrame() {
    return inFrame;
  }

  @Override
  public Fate fate() {
    return Fate.KEEP;
  }

  @Override
  public RestState restState() {
    return open.isEmpty() && unsent.isEmpty() ? RestState.AT_REST : RestState.BUSY;
  }

  @Override
  public void release() {
    unsent.values().forEach(Unsent::release);
    unsent.clear();
  }

  /** Whether a reason is named to peers: 0 is fine, 1 the caller's fault, 2 everything else. */
  static int codeOf(Why why) {
    return switch (why.status()) {
      case OK -> 0;
      case BAD_REQUEST, NOT_FOUND, DENIED, TOO_LARGE -> 1;
      default -> 2;
    };
  }
}
