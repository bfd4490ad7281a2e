package io.mizzen.protocol.bolt;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The codec of a downstream connection. Streams are counted here; the id of the wire stays in the
 * request's head and goes back with the answer. So two open requests with the same id on the wire
 * are two streams, and both are answered, as a SOFABolt server does.
 */
final class BoltServerCodec extends BoltCodec<RequestHead> implements ServerCodec {
  private final GoAway goAway;
  private long lastStream;

  /** The dialect of the newest frame, for words that answer none. */
  private int lastProto = FixedHeader.V1;

  private int lastVer1 = 1;

  BoltServerCodec(WorkerPool pool, BoltServerConfig config) {
    super(pool, config.maxFrame().asInt(), config.streamAbove().asInt());
    this.goAway = config.goAway();
  }

  @Override
  void onFrame(
      FixedHeader frame, ByteBuf in, int at, StreamEvents<RequestHead> events, BytesOut replies) {
    if (frame.isResponse()) {
      pool.counters.ignored().increment();
      return; // nothing was asked of a caller
    }
    lastProto = frame.proto;
    lastVer1 = frame.ver1;
    switch (frame.command) {
      case FixedHeader.HEARTBEAT -> {
        // one-way ones too: SOFABolt answers them, and a client may count on it
        pool.counters.heartbeats().increment();
        answer(frame, FixedHeader.HEARTBEAT, BoltStatus.SUCCESS.code(), replies);
      }
      case FixedHeader.RPC_REQUEST -> request(frame, in, at, events, replies);
      // GOAWAY has no meaning from a caller; an answer sent as a request is ignored by SOFABolt.
      default -> pool.counters.ignored().increment();
    }
  }

  private void request(
      FixedHeader frame, ByteBuf in, int at, StreamEvents<RequestHead> events, BytesOut replies) {
    BoltRequest head = pool.request();
    if (head.take(frame, in, at) == BoltHead.Intake.BROKEN) {
      head.release();
      pool.counters.brokenMaps().increment();
      if (frame.type == FixedHeader.REQUEST) {
        answer(frame, FixedHeader.RPC_RESPONSE, BoltStatus.CODEC_EXCEPTION.code(), replies);
      }
      return;
    }
    long streamId = ++lastStream;
    expectContent(streamId);
    events.onHead(streamId, head, frame.contentLength == 0);
  }

  @Override
  void onContentEnd(long streamId) {
    // the stream goes on until it is answered
  }

  @Override
  Why cutOff() {
    return Why.DECODE_ERROR;
  }

  /** Says the answer in proto and ver1 of the request, whatever the upstream spoke. */
  @Override
  public void encodeHead(
      long streamId, RequestHead request, ResponseHead response, boolean last, BytesOut out)
      throws ProtocolException {
    if (!(request instanceof BoltRequest asked) || !(response instanceof BoltResponse answer)) {
      throw new ProtocolException(Why.INTERNAL, 0, "not a bolt answer: " + response.protocol());
    }
    if (last) {
      dropContent(streamId); // an answer made before its request was complete
    }
    if (asked.exchange() == Exchange.ONE_WAY) {
      return; // not even an error may be sent; the body finds no frame and is dropped
    }
    FixedHeader frame = pool.frame;
    frame.copyFrom(answer.fixed);
    frame.id = asked.fixed.id;
    if (asked.fixed.proto == FixedHeader.V2 && frame.proto == FixedHeader.V1) {
      frame.switches = asked.fixed.switches; // a version 2 server copies them
    }
    frame.proto = asked.fixed.proto;
    frame.ver1 = asked.fixed.ver1;
    writeHead(streamId, answer, last, out);
  }

  @Override
  public void encodeBody(long streamId, ByteBuf owned, boolean last, BytesOut out) {
    if (last) {
      dropContent(streamId);
    }
    super.encodeBody(streamId, owned, last, out);
  }

  @Override
  public void encodeTrailers(long streamId, Fields trailers, BytesOut out) {
    dropContent(streamId);
    super.encodeTrailers(streamId, trailers, out);
  }

  @Override
  public @Nullable Reply localReply(LocalReply reply, RequestHead request) {
    if (!(request instanceof BoltRequest asked) || asked.exchange() == Exchange.ONE_WAY) {
      return null;
    }
    BoltResponse head = pool.response();
    head.reply(asked.fixed, BoltStatus.of(reply));
    return new Reply(head, NO_TEXT);
  }

  /** A client would take a text for an object of the class it names. */
  private static final byte[] NO_TEXT = {};

  /**
   * An answer that was begun by the upstream and not on this wire becomes an error answer: a caller
   * that hears nothing would wait for its whole time.
   */
  @Override
  public Fate encodeReset(long streamId, Why why, BytesOut out) {
    dropContent(streamId);
    FixedHeader begun = new FixedHeader();
    if (writer.takeBack(streamId, begun) == FrameWriter.TakenBack.YES) {
      answer(begun, FixedHeader.RPC_RESPONSE, BoltStatus.of(why).code(), out);
      return Fate.KEEP;
    }
    return writer.drop(streamId);
  }

  @Override
  public void encodeFailure(ProtocolException failure, BytesOut out) {
    FixedHeader large = refused();
    if (large != null
        && large.type == FixedHeader.REQUEST
        && large.command == FixedHeader.RPC_REQUEST) {
      answer(large, FixedHeader.RPC_RESPONSE, BoltStatus.CODEC_EXCEPTION.code(), out);
    }
  }

  @Override
  public void encodeDrain(BytesOut out) {
    if (goAway == GoAway.MESH) {
      pool.frame.bare(lastProto, lastVer1, FixedHeader.GO_AWAY, 0, 0);
      writeBare(out);
    }
  }

  @Override
  public Reading reading() {
    return switch (reached()) {
      case NOTHING -> Reading.NOTHING;
      case PART_OF_HEAD -> Reading.HEAD;
      case HEAD -> Reading.BODY;
    };
  }

  @Override
  public Fate fate() {
    return Fate.KEEP;
  }
}
