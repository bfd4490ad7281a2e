package io.mizzen.xprotocol;

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
 * are two streams, and both are answered.
 */
final class FrameServerCodec extends FrameCodec<RequestHead> implements ServerCodec {
  /** The answer is all head: clients would take a text for what the protocol means by a body. */
  private static final byte[] NO_TEXT = {};

  private static final long NONE = -1;

  private long lastStream;

  /** Without ids: the stream whose answer the next frame waits for. */
  private long openStream = NONE;

  /** A failure that the protocol has no words for is about to become a reset. */
  private boolean speechless;

  /** The dialect of the newest request, for words that answer none. */
  private int dialect;

  FrameServerCodec(FrameFormat format, FramePool pool, FrameLimits limits) {
    super(format, pool, FrameFormat.Sender.CALLER, limits);
    this.dialect = format.firstDialect();
  }

  @Override
  Progress next() {
    return openStream == NONE ? Progress.NEED_MORE : Progress.HELD;
  }

  @Override
  void onMessage(
      Frame frame,
      ByteBuf in,
      int at,
      Whole whole,
      StreamEvents<RequestHead> events,
      BytesOut replies)
      throws ProtocolException {
    if (frame.kind == Frame.Kind.RESPONSE) {
      pool.counters.ignored().increment();
      return; // nothing was asked of a caller
    }
    dialect = frame.dialect;
    FrameRequest head = takeRequest(frame, in, at, whole);
    if (frame.fault != null) {
      pool.counters.broken().increment();
      boolean unheard =
          frame.kind == Frame.Kind.REQUEST
              && say(head, Why.DECODE_ERROR, 0, frame.fault, replies) == FrameFormat.Said.NO;
      head.release();
      if (unheard) {
        throw new ProtocolException(frame.fault);
      }
      return;
    }
    long streamId = ++lastStream;
    if (inTurn() && frame.kind == Frame.Kind.REQUEST) {
      openStream = streamId;
    }
    expectBody(streamId);
    events.onHead(streamId, head, frame.bodyLength() == 0);
  }

  @Override
  void onControl(
      Frame frame, ByteBuf in, int at, StreamEvents<RequestHead> events, BytesOut replies) {
    if (frame.kind == Frame.Kind.HEARTBEAT) {
      dialect = frame.dialect;
      answerHeartbeat(frame, in, at, replies);
    } else {
      pool.counters.ignored().increment();
    }
  }

  @Override
  void onBodyEnd(long streamId) {
    // the stream goes on until it is answered
  }

  @Override
  Why cutOff() {
    return Why.DECODE_ERROR;
  }

  /** Says the answer in the dialect of the request, whatever the upstream spoke. */
  @Override
  public void encodeHead(
      long streamId, RequestHead request, ResponseHead response, boolean last, BytesOut out)
      throws ProtocolException {
    if (!(request instanceof FrameRequest asked)
        || !(response instanceof FrameResponse answer)
        || !format.understands(answer.format())) {
      throw new ProtocolException(
          Why.INTERNAL, 0, "not a " + format.word() + " answer: " + response.protocol());
    }
    if (last) {
      ended(streamId); // perhaps an answer made before its request was complete
    }
    if (asked.exchange() == Exchange.ONE_WAY) {
      return; // not even an error may be sent; the body finds no frame and is dropped
    }
    int bodyLength = last ? 0 : (int) answer.bodyLength();
    byte[] prefix = pool.array(answer.roomAs(asked));
    int end = answer.putFor(asked, prefix, 0, bodyLength);
    writer.begin(
        streamId, asked, prefix, end, answer.apart(bodyLength), answer.tailFor(asked), out);
  }

  private void ended(long streamId) {
    dropBody(streamId);
    if (openStream == streamId) {
      openStream = NONE;
    }
  }

  @Override
  public void encodeBody(long streamId, ByteBuf owned, boolean last, BytesOut out) {
    if (last) {
      ended(streamId);
    }
    super.encodeBody(streamId, owned, last, out);
  }

  @Override
  public void encodeTrailers(long streamId, Fields trailers, BytesOut out) {
    ended(streamId);
    super.encodeTrailers(streamId, trailers, out);
  }

  @Override
  public @Nullable Reply localReply(LocalReply reply, RequestHead request) {
    if (!(request instanceof FrameRequest asked) || asked.exchange() == Exchange.ONE_WAY) {
      return null;
    }
    FrameResponse head = pool.response();
    if (format.reply(asked, reply.why(), reply.code(), reply.body(), head) == FrameFormat.Said.NO) {
      head.release();
      speechless = true;
      return null;
    }
    return new Reply(head, NO_TEXT);
  }

  /**
   * An answer that was begun by the upstream and not on this wire becomes an error answer: a caller
   * that hears nothing would wait for its whole time. Without ids nothing may be left out: the next
   * answer would be taken for this one.
   */
  @Override
  public Fate encodeReset(long streamId, Why why, BytesOut out) {
    boolean waitedFor = openStream == streamId;
    ended(streamId);
    FrameRequest asked = writer.takeBack(streamId);
    if (asked != null) {
      return say(asked, why, 0, "", out) == FrameFormat.Said.YES ? Fate.KEEP : Fate.CLOSE;
    }
    Fate fate = writer.drop(streamId);
    if (speechless) {
      speechless = false;
      return Fate.CLOSE; // the end of the connection is the only word for it
    }
    return waitedFor ? Fate.CLOSE : fate;
  }

  @Override
  public void encodeFailure(ProtocolException failure, BytesOut out) {
    FrameRequest large = refused();
    if (large != null) {
      say(large, failure.why(), failure.code(), "", out);
    }
  }

  @Override
  public void encodeDrain(BytesOut out) {
    byte[] word = pool.array(FrameFormat.SMALL_FRAME);
    writeBare(word, format.writeDrain(dialect, word), out);
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

  @Override
  public RestState restState() {
    // the next frame waits for an answer: bytes and ids do not say which
    return openStream == NONE ? super.restState() : RestState.BUSY;
  }
}
