package com.acme.older;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The side of a listener. Streams have the ids of the caller. */
final class OlderRpcServerCodec extends OlderRpcCodec<RequestHead> implements ServerCodec {
  private static final byte[] NO_NAME = {};

  OlderRpcServerCodec(long maxFrame) {
    super(maxFrame);
  }

  @Override
  void message(
      int kind,
      long id,
      OlderRpcHead head,
      ByteBuf retainedBody,
      StreamEvents<RequestHead> events)
      throws ProtocolException {
    if (kind != OlderRpcFrame.REQUEST || !open.add(id)) {
      retainedBody.release();
      throw new ProtocolException(
          kind == OlderRpcFrame.REQUEST ? "an id is in use" : "a caller sends no answers");
    }
    tell(id, head, retainedBody, events);
  }

  @Override
  public void encodeHead(
      long streamId, RequestHead request, ResponseHead response, boolean last, BytesOut out) {
    begin(OlderRpcFrame.ANSWER, response.code(), streamId, NO_NAME, last, out);
    if (last) {
      sent(streamId);
    }
  }

  @Override
  void sent(long streamId) {
    open.remove(streamId);
  }

  /** Nothing of an answer leaves before all of it, so another one can take its place. */
  @Override
  public Fate encodeReset(long streamId, Why why, BytesOut out) {
    drop(streamId);
    if (open.remove(streamId)) {
      begin(OlderRpcFrame.ANSWER, codeOf(why), streamId, NO_NAME, true, out);
    }
    return Fate.KEEP;
  }

  @Override
  public Reply localReply(LocalReply reply, RequestHead request) {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    return new Reply(new OlderRpcHead(codeOf(reply.why()), "", body.length), body);
  }

  @Override
  public Reading reading() {
    return isInFrame() ? Reading.HEAD : Reading.NOTHING;
  }
}
