package io.mizzen.protocol.http1;

import io.mizzen.protocol.http1.Http1RequestHead.Answerer;
import io.mizzen.spi.Status;
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
import io.netty.buffer.Unpooled;

/**
 * A downstream connection. One exchange at a time: the next head is read when the last answer is
 * written (RFC 9112 section 9.3.2), so a caller who sends ahead waits in its own socket.
 *
 * <pre>
 *   HEAD --> BODY --> ANSWER --> HEAD          and from anywhere, when framing is in doubt,
 *               \--> DISCARD --^   \--> TUNNEL     the peer resets or the last answer is out: CLOSED
 * </pre>
 */
final class Http1ServerCodec implements ServerCodec {
  private final Http1ServerProtocol protocol;
  private final Spares spares;
  private final Forwarding forwarding;
  private final ResponseWriter heads;
  private final HeadProgress progress = new HeadProgress();
  private final BodyReader reader;
  private final BodyWriter writer = new BodyWriter();

  private Phase phase = Phase.HEAD;
  private long streamId;
  private Method method = Method.OTHER;
  private int minor = 1;
  private Exchange exchange = Exchange.ANSWERED;
  private Persistence persistence = Persistence.KEEP;
  private boolean waitsForContinue;
  private boolean answerBegun;
  private boolean tunnelAgreed;
  private boolean draining;
  private boolean cutShort;
  private boolean inputEnded;
  private int unread;

  private enum Phase {
    HEAD,
    BODY,
    /** The request is in; its answer is not out. */
    ANSWER,
    /** The answer is out; the rest of the request is read and dropped. */
    DISCARD,
    TUNNEL,
    CLOSED
  }

  Http1ServerCodec(Http1ServerProtocol protocol, Spares spares, Forwarding forwarding) {
    this.protocol = protocol;
    this.spares = spares;
    this.forwarding = forwarding;
    this.heads = new ResponseWriter(spares, protocol.responseVia());
    this.reader = new BodyReader(Side.REQUEST, protocol.bodyLimits(), rest -> requestIsIn());
  }

  // ---- reading ----------------------------------------------------------------------------------

  @Override
  public Progress decode(ByteBuf in, StreamEvents<RequestHead> events, BytesOut replies)
      throws ProtocolException {
    try {
      while (in.isReadable()) {
        switch (phase) {
          case HEAD -> {
            if (!readHead(in, events, replies)) {
              return Progress.NEED_MORE;
            }
          }
          case BODY, DISCARD -> {
            reader.read(in, streamId, events);
            if (!reader.done()) {
              return Progress.NEED_MORE;
            }
          }
          case ANSWER -> {
            return Progress.HELD;
          }
          case TUNNEL -> reader.read(in, streamId, events);
          case CLOSED -> in.skipBytes(in.readableBytes());
        }
      }
      return Progress.NEED_MORE;
    } catch (ProtocolException broken) {
      close();
      throw broken;
    } finally {
      unread = in.readableBytes();
    }
  }

  private boolean readHead(ByteBuf in, StreamEvents<RequestHead> events, BytesOut replies)
      throws ProtocolException {
    answerBegun = false;
    if (!progress.worthTrying(in)) {
      return false;
    }
    Http1RequestHead head = spares.request();
    int used = HeadParser.INCOMPLETE;
    try {
      int available = in.readableBytes();
      int octets = Math.min(available, head.bytes.length);
      head.load(in, octets);
      used = protocol.requests().read(head, octets, forwarding);
      if (used < 0 && octets < available) {
        head.clear();
        octets = Math.min(available, protocol.maxHead() + 1);
        head.load(in, octets);
        used = protocol.requests().read(head, octets, forwarding);
      }
    } finally {
      if (used < 0) {
        method = head.method;
        head.release();
      }
    }
    if (used < 0) {
      return false;
    }
    in.skipBytes(used);
    progress.reset();
    begin(head);
    if (head.answerer == Answerer.PROXY) {
      answerHere(head, replies);
    } else {
      events.onHead(streamId, head, phase == Phase.ANSWER);
    }
    return true;
  }

  private void begin(Http1RequestHead head) {
    streamId++;
    method = head.method;
    minor = head.minor;
    exchange = head.exchange;
    persistence = head.persistence;
    waitsForContinue = head.expectsContinue;
    tunnelAgreed = false;
    reader.start(head.bodyLength, head.connectionNames);
    writer.start(BodyWriter.Mode.NOTHING, 0);
    phase = reader.done() ? Phase.ANSWER : Phase.BODY;
  }

  /** The request is complete. */
  private void requestIsIn() {
    if (phase == Phase.BODY) {
      phase = Phase.ANSWER;
    } else if (phase == Phase.DISCARD) {
      phase = Phase.HEAD;
    }
    settle();
  }

  /** Max-Forwards is used up: this proxy is the last one (RFC 9110 section 7.6.2). */
  private void answerHere(Http1RequestHead head, BytesOut replies) {
    head.release();
    Http1ResponseHead answer = spares.response();
    answer.status(method == Method.OPTIONS ? 200 : 405);
    answer.appendLine("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    answer.appendLine("Content-Length", "0");
    try {
      encodeFinal(answer, true, replies);
    } catch (ProtocolException impossible) {
      throw new IllegalStateException("an answer of our own can be written", impossible);
    } finally {
      answer.release();
    }
  }

  @Override
  public void inputClosed(ByteBuf in, StreamEvents<RequestHead> events, BytesOut replies)
      throws ProtocolException {
    inputEnded = true;
    unread = in.readableBytes();
    if (phase == Phase.TUNNEL && reader.open()) {
      reader.stop();
      events.onBody(streamId, Unpooled.EMPTY_BUFFER, true);
    } else if (phase == Phase.BODY || (phase == Phase.HEAD && progress.begun())) {
      phase = Phase.CLOSED;
      throw Rule.CUT_OFF.broken(Side.REQUEST);
    } else if (phase == Phase.DISCARD) {
      phase = Phase.CLOSED;
    }
  }

  // ---- writing ----------------------------------------------------------------------------------

  @Override
  public void encodeHead(
      long id, RequestHead request, ResponseHead response, boolean last, BytesOut out)
      throws ProtocolException {
    if (!isOpen(id) || answerBegun) {
      return;
    }
    switch (response.kind()) {
      case INFORMATIONAL -> {
        // Never to a caller of HTTP/1.0 (RFC 9110 section 15.2).
        if (minor == 1) {
          waitsForContinue &= response.code() != 100;
          heads.write(response, BodyWriter.Mode.NOTHING, false, Persistence.KEEP, out);
        }
      }
      case TUNNEL -> {
        if (exchange != Exchange.TUNNEL) {
          throw Rule.UNASKED_UPGRADE.broken(Side.RESPONSE);
        }
        if (response instanceof Http1ResponseHead) {
          heads.write(response, BodyWriter.Mode.RAW, false, Persistence.CLOSE, out);
        } else {
          heads.writeUpgrade(response, request, out);
        }
        answerBegun = true;
        tunnelAgreed = true;
        persistence = Persistence.CLOSE;
        writer.start(BodyWriter.Mode.RAW, 0);
        settle();
      }
      case FINAL -> encodeFinal(response, last, out);
    }
  }

  private void encodeFinal(ResponseHead response, boolean last, BytesOut out)
      throws ProtocolException {
    int code = response.code();
    long length = response.bodyLength();
    BodyWriter.Mode mode;
    boolean noContent = false;
    Persistence after = persistenceAfterAnswer();
    if (method == Method.HEAD || code == 204 || code == 304) {
      mode = BodyWriter.Mode.NOTHING;
    } else if (length >= 0) {
      mode = BodyWriter.Mode.LENGTH;
    } else if (last) {
      mode = BodyWriter.Mode.NOTHING;
      noContent = true;
    } else if (minor == 1) {
      mode = BodyWriter.Mode.CHUNKED;
    } else {
      mode = BodyWriter.Mode.RAW;
      after = Persistence.CLOSE;
    }
    heads.write(response, mode, noContent, after, out);
    persistence = after;
    answerBegun = true;
    writer.start(mode, length);
    writer.headWritten(last);
    settle();
  }

  /** What can be promised now; said in the answer, so it cannot be taken back. */
  private Persistence persistenceAfterAnswer() {
    if (draining || persistence == Persistence.CLOSE || method == Method.CONNECT) {
      // After a refused CONNECT, what was meant for the tunnel would be read as requests.
      return Persistence.CLOSE;
    }
    if (phase != Phase.BODY) {
      return Persistence.KEEP;
    }
    long missing = reader.missing();
    boolean bounded = missing >= 0 && missing <= protocol.maxDiscard() && !waitsForContinue;
    return bounded ? Persistence.KEEP : Persistence.CLOSE;
  }

  @Override
  public void encodeBody(long id, ByteBuf owned, boolean last, BytesOut out) {
    if (!isOpen(id) || !answerBegun) {
      owned.release();
      return;
    }
    writer.write(owned, last, out);
    if (last && tunnelAgreed) {
      out.end();
    }
    settle();
  }

  @Override
  public void encodeTrailers(long id, Fields trailers, BytesOut out) {
    if (isOpen(id) && answerBegun) {
      writer.writeTrailers(trailers, out);
      settle();
    }
  }

  private boolean isOpen(long id) {
    return id == streamId
        && (phase == Phase.BODY || phase == Phase.ANSWER || phase == Phase.TUNNEL);
  }

  /** Takes the step that reading and writing together allow. */
  private void settle() {
    if (phase == Phase.CLOSED || !answerBegun) {
      return;
    }
    if (tunnelAgreed) {
      if (phase == Phase.ANSWER) {
        phase = Phase.TUNNEL;
        reader.startOpen();
      }
      return;
    }
    switch (writer.progress()) {
      case OPEN -> {}
      case BROKEN -> close();
      case WHOLE -> {
        if (persistence == Persistence.CLOSE) {
          close();
        } else if (phase == Phase.ANSWER) {
          phase = Phase.HEAD;
        } else if (phase == Phase.BODY) {
          phase = Phase.DISCARD;
          reader.discard(protocol.maxDiscard());
        }
      }
    }
  }

  /** Nothing is handed on or written from here on; what still comes is dropped. */
  private void close() {
    cutShort |= phase == Phase.BODY || phase == Phase.DISCARD;
    phase = Phase.CLOSED;
    reader.stop();
    writer.stop();
  }

  @Override
  public Fate encodeReset(long id, Why why, BytesOut out) {
    if (isOpen(id)) {
      close();
    }
    return fate();
  }

  @Override
  public Reply localReply(LocalReply reply, RequestHead request) {
    return LocalReplies.reply(reply, spares);
  }

  @Override
  public void encodeFailure(ProtocolException failure, BytesOut out) {
    boolean idle = phase == Phase.HEAD && !progress.begun();
    close();
    // Into an answer that has begun nothing can be said, and on an idle connection nobody waits for
    // one; a caller that is turned away at the door learns why.
    boolean heard = !idle || failure.why().status() == Status.OVERLOADED;
    if (!answerBegun && heard) {
      answerBegun = true;
      LocalReplies.failure(failure, spares, method, out);
    }
  }

  @Override
  public void encodeDrain(BytesOut out) {
    draining = true;
  }

  // ---- state ------------------------------------------------------------------------------------

  @Override
  public Fate fate() {
    boolean ends =
        phase == Phase.CLOSED
            || phase == Phase.TUNNEL
            || persistence == Persistence.CLOSE
            || (inputEnded && unread == 0);
    return ends ? Fate.CLOSE : Fate.KEEP;
  }

  @Override
  public RestState restState() {
    if (phase == Phase.TUNNEL) {
      boolean both = reader.open() && writer.progress() == BodyWriter.Progress.OPEN;
      return both ? RestState.RAW : RestState.NEVER;
    }
    return phase == Phase.HEAD && !inputEnded ? RestState.AT_REST : RestState.BUSY;
  }

  @Override
  public Reading reading() {
    return switch (phase) {
      case HEAD -> progress.begun() ? Reading.HEAD : Reading.NOTHING;
      case BODY, DISCARD -> Reading.BODY;
      case ANSWER, TUNNEL -> Reading.NOTHING;
      // The rest of a body is still on its way: whoever closes now has to linger.
      case CLOSED -> cutShort ? Reading.BODY : Reading.NOTHING;
    };
  }
}
