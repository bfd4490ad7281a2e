package io.mizzen.protocol.bolt;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;

/**
 * The codec of an upstream connection. A stream's id is the id on the wire, an unsigned 32-bit
 * number; the counter goes round and steps over ids that still wait. Answers are accepted in either
 * version and matched by id alone, since a server speaks the version it heard first.
 */
final class BoltClientCodec extends BoltCodec<ResponseHead> implements ClientCodec {
  private static final long UNSIGNED = 0xffff_ffffL;

  private final OpenStreams open = new OpenStreams();
  private int nextId = 1;
  private Fate fate = Fate.KEEP;

  /** The dialect of the newest request, for heartbeats. */
  private int lastProto = FixedHeader.V1;

  private int lastVer1 = 1;

  BoltClientCodec(WorkerPool pool, BoltClientConfig config) {
    super(pool, config.maxFrame().asInt(), config.streamAbove().asInt());
  }

  @Override
  public long nextStreamId() {
    return freshId() & UNSIGNED;
  }

  private int freshId() {
    int id = nextId++;
    while (id == 0 || open.contains(id)) {
      id = nextId++;
    }
    return id;
  }

  @Override
  public void encodeHead(long streamId, RequestHead request, boolean last, BytesOut out)
      throws ProtocolException {
    if (!(request instanceof BoltRequest asked)) {
      throw new ProtocolException(Why.INTERNAL, 0, "not a bolt request: " + request.protocol());
    }
    FixedHeader frame = pool.frame;
    frame.copyFrom(asked.fixed);
    frame.id = (int) streamId;
    writeHead(streamId, asked, last, out);
    lastProto = frame.proto;
    lastVer1 = frame.ver1;
    if (asked.exchange() == Exchange.ANSWERED) {
      open.add((int) streamId);
    }
  }

  @Override
  void onFrame(
      FixedHeader frame, ByteBuf in, int at, StreamEvents<ResponseHead> events, BytesOut replies) {
    switch (frame.command) {
      case FixedHeader.HEARTBEAT -> heartbeat(frame, events, replies);
      case FixedHeader.GO_AWAY -> {
        fate = Fate.CLOSE;
        events.onDrain();
      }
      case FixedHeader.RPC_REQUEST -> {
        // an upstream that calls its caller: nobody here knows which one that would be
        pool.counters.refusedPushes().increment();
        if (frame.type == FixedHeader.REQUEST) {
          answer(frame, FixedHeader.RPC_RESPONSE, BoltStatus.NO_PROCESSOR.code(), replies);
        }
      }
      default -> {
        if (frame.isResponse()) {
          response(frame, in, at, events);
        }
      }
    }
  }

  private void heartbeat(FixedHeader frame, StreamEvents<ResponseHead> events, BytesOut replies) {
    if (!frame.isResponse()) {
      pool.counters.heartbeats().increment();
      answer(frame, FixedHeader.HEARTBEAT, BoltStatus.SUCCESS.code(), replies);
    } else if (frame.timeoutOrStatus == BoltStatus.SUCCESS.code()) {
      events.onHeartbeat();
    }
  }

  private void response(FixedHeader frame, ByteBuf in, int at, StreamEvents<ResponseHead> events) {
    if (!open.contains(frame.id)) {
      pool.counters.lateAnswers().increment();
      return;
    }
    long streamId = frame.id & UNSIGNED;
    BoltResponse head = pool.response();
    boolean readable = head.take(frame, in, at) == BoltHead.Intake.GOOD;
    boolean speakable = BoltStatus.of(frame.timeoutOrStatus) != null;
    if (!readable || !speakable) {
      head.release();
      (readable ? pool.counters.unknownStatus() : pool.counters.brokenMaps()).increment();
      open.remove(frame.id);
      events.onReset(streamId, Why.UPSTREAM_ERROR);
      return;
    }
    expectContent(streamId);
    if (frame.contentLength == 0) {
      open.remove(frame.id);
    }
    events.onHead(streamId, head, frame.contentLength == 0);
  }

  @Override
  void onContentEnd(long streamId) {
    open.remove((int) streamId);
  }

  @Override
  Why cutOff() {
    return Why.UPSTREAM_CLOSED;
  }

  /** Bolt cannot cancel: the answer will come and find nobody. */
  @Override
  public Fate encodeReset(long streamId, Why why, BytesOut out) {
    open.remove((int) streamId);
    dropContent(streamId);
    return writer.drop(streamId);
  }

  @Override
  public Heartbeats encodeHeartbeat(BytesOut out) {
    pool.frame.bare(lastProto, lastVer1, FixedHeader.HEARTBEAT, freshId(), -1);
    writeBare(out);
    return Heartbeats.SENT;
  }

  @Override
  public Fate fate() {
    return fate;
  }

  @Override
  public void saveState(ByteBuf out) {
    out.writeInt(nextId);
  }

  @Override
  public void restoreState(ByteBuf in) {
    nextId = in.readInt();
  }
}
