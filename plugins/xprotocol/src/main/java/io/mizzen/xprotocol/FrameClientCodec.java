package io.mizzen.xprotocol;

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
 * The codec of an upstream connection. A stream's id is the id on the wire, in its width; the
 * counter goes round and steps over ids that still wait. Without ids on the wire there is one open
 * call at a time, and an answer belongs to it.
 */
final class FrameClientCodec extends FrameCodec<ResponseHead> implements ClientCodec {
  private static final long NONE = 0;

  private final OpenIds open = new OpenIds();
  private long counter;
  private Fate fate = Fate.KEEP;

  /** The one open call, where there are no ids. */
  private long only = NONE;

  /** A heartbeat that waits for its answer, for protocols whose answer looks like any other. */
  private long heartbeatId = NONE;

  /** The dialect of the newest request, for heartbeats. */
  private int dialect;

  FrameClientCodec(FrameFormat format, FramePool pool, FrameLimits limits) {
    super(format, pool, FrameFormat.Sender.UPSTREAM, limits);
    this.dialect = format.firstDialect();
    this.counter = format.firstCounter();
  }

  @Override
  Progress next() {
    return Progress.NEED_MORE;
  }

  @Override
  public long nextStreamId() {
    long id = format.narrow(counter++);
    while (id == NONE || open.contains(id) || id == heartbeatId) {
      id = format.narrow(counter++);
    }
    return id;
  }

  @Override
  public void encodeHead(long streamId, RequestHead request, boolean last, BytesOut out)
      throws ProtocolException {
    if (!(request instanceof FrameRequest asked) || !format.understands(asked.format())) {
      throw new ProtocolException(
          Why.INTERNAL, 0, "not a " + format.word() + " request: " + request.protocol());
    }
    int bodyLength = last ? 0 : (int) asked.bodyLength();
    byte[] prefix = pool.array(asked.room());
    int end = asked.put(prefix, 0, streamId, bodyLength);
    writer.begin(streamId, null, prefix, end, asked.apart(bodyLength), asked.tail(), out);
    dialect = asked.dialect();
    if (asked.exchange() == Exchange.ANSWERED) {
      open.add(streamId);
      only = streamId;
    }
  }

  @Override
  void onMessage(
      Frame frame,
      ByteBuf in,
      int at,
      Whole whole,
      StreamEvents<ResponseHead> events,
      BytesOut replies)
      throws ProtocolException {
    if (frame.kind == Frame.Kind.RESPONSE) {
      response(frame, in, at, whole, events);
      return;
    }
    // an upstream that calls its caller: nobody here knows which one that would be
    pool.counters.pushes().increment();
    if (frame.kind == Frame.Kind.REQUEST) {
      FrameRequest head = takeRequest(frame, in, at, whole);
      say(head, Why.NO_ROUTE, 0, "", replies);
      head.release();
    }
  }

  @Override
  void onControl(
      Frame frame, ByteBuf in, int at, StreamEvents<ResponseHead> events, BytesOut replies) {
    switch (frame.kind) {
      case HEARTBEAT -> answerHeartbeat(frame, in, at, replies);
      case HEARTBEAT_ANSWER -> {
        heartbeatId = NONE;
        events.onHeartbeat();
      }
      case GO_AWAY -> {
        fate = Fate.CLOSE;
        events.onDrain();
      }
      default -> pool.counters.ignored().increment();
    }
  }

  private void response(
      Frame frame, ByteBuf in, int at, Whole whole, StreamEvents<ResponseHead> events)
      throws ProtocolException {
    long id = inTurn() ? only : frame.id;
    if (id != NONE && id == heartbeatId) {
      heartbeatId = NONE;
      events.onHeartbeat();
      return;
    }
    if (!open.contains(id)) {
      if (inTurn()) {
        throw new ProtocolException(Why.UPSTREAM_ERROR, 0, "an answer that nobody asked for");
      }
      pool.counters.late().increment();
      return;
    }
    FrameResponse head = takeResponse(frame, in, at, whole);
    if (frame.fault != null) {
      head.release();
      pool.counters.broken().increment();
      closed(id);
      events.onReset(id, Why.UPSTREAM_ERROR);
      return;
    }
    expectBody(id);
    boolean last = frame.bodyLength() == 0;
    if (last) {
      closed(id);
    }
    events.onHead(id, head, last);
  }

  private void closed(long id) {
    open.remove(id);
    if (only == id) {
      only = NONE;
    }
  }

  @Override
  void onBodyEnd(long streamId) {
    closed(streamId);
  }

  @Override
  Why cutOff() {
    return Why.UPSTREAM_CLOSED;
  }

  /**
   * A call cannot be cancelled: its answer will come. With ids it finds nobody; without them it
   * would be taken for the answer to the next call.
   */
  @Override
  public Fate encodeReset(long streamId, Why why, BytesOut out) {
    boolean waited = open.contains(streamId);
    closed(streamId);
    dropBody(streamId);
    Fate written = writer.drop(streamId);
    return inTurn() && waited ? Fate.CLOSE : written;
  }

  @Override
  public ClientCodec.Heartbeats encodeHeartbeat(BytesOut out) {
    long id = nextStreamId();
    byte[] question = pool.array(FrameFormat.SMALL_FRAME);
    int length = format.writeHeartbeat(dialect, id, question);
    writeBare(question, length, out);
    if (length == 0) {
      return ClientCodec.Heartbeats.NONE;
    }
    heartbeatId = id;
    return ClientCodec.Heartbeats.SENT;
  }

  @Override
  public Fate fate() {
    return fate;
  }

  @Override
  public void saveState(ByteBuf out) {
    out.writeLong(counter);
  }

  @Override
  public void restoreState(ByteBuf in) {
    counter = in.readLong();
  }
}
