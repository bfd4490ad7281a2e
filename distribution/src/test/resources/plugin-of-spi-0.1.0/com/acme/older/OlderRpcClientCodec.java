package com.acme.older;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;

/** The side of a cluster. Streams have ids of this connection. */
final class OlderRpcClientCodec extends OlderRpcCodec<ResponseHead> implements ClientCodec {
  /** Ids are four bytes without a sign. */
  private static final long MAX_ID = 0xFFFF_FFFFL;

  private long lastId;

  OlderRpcClientCodec(long maxFrame) {
    super(maxFrame);
  }

  @Override
  void message(
      int kind,
      long id,
      OlderRpcHead head,
      ByteBuf retainedBody,
      StreamEvents<ResponseHead> events)
      throws ProtocolException {
    if (kind != OlderRpcFrame.ANSWER) {
      retainedBody.release();
      throw new ProtocolException("a service sends no requests");
    }
    if (open.remove(id)) {
      tell(id, head, retainedBody, events);
    } else {
      // Late: nobody waits for it any more.
      retainedBody.release();
    }
  }

  @Override
  public long nextStreamId() {
    do {
      lastId = lastId == MAX_ID ? 1 : lastId + 1;
    } while (open.contains(lastId));
    return lastId;
  }

  @Override
  public void encodeHead(long streamId, RequestHead request, boolean last, BytesOut out)
      throws ProtocolException {
    if (!(request instanceof OlderRpcHead head)) {
      throw new ProtocolException("a request of " + request.protocol() + " cannot be said");
    }
    open.add(streamId);
    begin(OlderRpcFrame.REQUEST, 0, streamId, head.name(), last, out);
  }

  @Override
  public Fate encodeReset(long streamId, Why why, BytesOut out) {
    drop(streamId);
    open.remove(streamId);
    return Fate.KEEP;
  }

  @Override
  public Heartbeats encodeHeartbeat(BytesOut out) {
    ping(out);
    return Heartbeats.SENT;
  }

  @Override
  public void saveState(ByteBuf out) {
    out.writeLong(lastId);
  }

  @Override
  public void restoreState(ByteBuf in) {
    lastId = in.readLong();
  }
}
