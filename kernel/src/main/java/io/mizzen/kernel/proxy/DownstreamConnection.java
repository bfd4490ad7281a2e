package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.Departures;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.stream.IdTable;
import io.mizzen.kernel.upstream.Bonds;
import io.mizzen.spi.Why;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A downstream connection whose protocol is known: its codec and its open streams. {@link
 * MessageLimits} keeps the time between messages; that within a stream is the stream's.
 */
final class DownstreamConnection implements LinkHandler, StreamEvents<RequestHead> {
  /** So much of a request that was answered early is read and thrown away before giving up. */
  private static final int MOST_DISCARDED = 64 * 1024;

  /** Unsent answers beyond so many times the buffer limit mean a reader that has stopped. */
  private static final int SLOW_READER_FACTOR = 16;

  private final DownstreamLink info;
  private final Link link;
  private final ServerProtocol.Limits limits;
  private final ServerCodec codec;
  private final ChainPlan.Handle chain;
  private final ProxyWorker worker;
  private final MessageLimits messageLimits;
  private final IdTable<ProxyStream> streams = new IdTable<>();
  // The link, or once the connection has left what follows it.
  private BytesOut out;
  private @Nullable Parting parting;
  // Made with the first request to a cluster whose connections belong to one caller each.
  private @Nullable Bonds bonds;
  // Answers that the process before this one still owes.
  private int awaited;
  private State state = State.OPEN;
  private boolean held;
  // A codec that is decoding is released when it has done so.
  private boolean decoding;
  private boolean drainTold;
  private boolean fullPaused;
  private boolean cuttingOff;
  private long discarded;
  private long requests;

  private enum State {
    OPEN,
    /** Told to send no more; ends as it becomes idle. */
    DRAINING,
    CLOSED
  }

  DownstreamConnection(
      DownstreamLink info, ServerProtocol protocol, ChainPlan.Handle chain, ProxyWorker worker) {
    this.info = info;
    this.link = info.link();
    this.limits = protocol.limits();
    this.codec = protocol.newCodec(info);
    this.chain = chain;
    this.worker = worker;
    this.messageLimits = new MessageLimits(this, codec, limits, link);
    this.out = link;
  }

  void open() {
    worker.add(this);
    codec.open(link);
    messageLimits.arm();
  }

  /**
   * Goes on with a connection that another process had.
   *
   * @param saved by its codec, borrowed
   * @param owed answers that still come from there
   */
  void resume(ByteBuf saved, int owed) {
    worker.add(this);
    codec.restoreState(saved);
    awaited = owed;
    messageLimits.arm();
  }

  ConnectionInfo info() {
    return info;
  }

  DownstreamLink downstream() {
    return info;
  }

  Link link() {
    return link;
  }

  /** The open streams, for views; on the worker. */
  List<ProxyStream> openStreams() {
    return streams.all();
  }

  long requests() {
    return requests;
  }

  // ---- bytes --------------------------------------------------------------------------------

  @Override
  public void onBytes(ByteBuf in) {
    if (state == State.CLOSED) {
      in.skipBytes(in.readableBytes());
      return;
    }
    Codec.Progress progress;
    decoding = true;
    try {
      progress = codec.decode(in, this, link);
    } catch (ProtocolException e) {
      if (state != State.CLOSED) {
        fail(e, in);
      }
      return;
    } catch (RuntimeException e) {
      reportFault(e);
      end(Why.INTERNAL);
      link.abort();
      return;
    } finally {
      decoding = false;
      if (state == State.CLOSED) {
        codec.release();
      }
    }
    hold(progress == Codec.Progress.HELD);
    if (state == State.CLOSED) {
      return;
    }
    messageLimits.bytesSeen();
    if (streams.isEmpty() && (state == State.DRAINING || codec.fate() == Codec.Fate.CLOSE)) {
      // What was waited for was no stream: that the peer knows, or has taken the last bytes.
      closeIfIdle();
    } else {
      leaveIfAtRest();
    }
  }

  /** While a codec holds back, nothing more is read: what waits stays with the peer. */
  private void hold(boolean now) {
    if (now != held && state != State.CLOSED) {
      held = now;
      if (now) {
        link.pauseRead();
      } else {
        link.resumeRead();
      }
    }
  }

  private void fail(ProtocolException failure, ByteBuf in) {
    worker.decodeError(info, failure, in);
    in.skipBytes(in.readableBytes());
    codec.encodeFailure(failure, link);
    end(failure.why());
    link.lingeringClose(limits.lingerTimeout().toNanos());
  }

  @Override
  public void onInputClosed(ByteBuf in) {
    if (state == State.CLOSED || (held && !streams.isEmpty())) {
      // What is held back was sent before the end: it is served first, then this is asked again.
      return;
    }
    decoding = true;
    try {
      codec.inputClosed(in, this, link);
    } catch (ProtocolException e) {
      if (state != State.CLOSED) {
        if (streams.isEmpty()) {
          worker.decodeError(info, e, in);
          codec.encodeFailure(e, link);
        }
        end(Why.CLIENT_GONE);
        link.close();
      }
      return;
    } finally {
      decoding = false;
      if (state == State.CLOSED) {
        codec.release();
      }
    }
    if (isIdle()) {
      end(Why.OK);
      link.close();
    } else {
      state = State.DRAINING;
    }
  }

  @Override
  public void onWritable(Writable writable) {
    if (writable == Writable.FULL) {
      if (!fullPaused) {
        fullPaused = true;
        worker.paused();
        link.pauseRead();
      }
    } else {
      if (fullPaused) {
        fullPaused = false;
        link.resumeRead();
      }
      for (ProxyStream stream : streams.all()) {
        stream.resumeUpstream();
      }
      leaveIfAtRest();
    }
  }

  @Override
  public void onClosed(End how) {
    end(streams.isEmpty() ? Why.OK : Why.CLIENT_GONE);
    info.owner().closed(info);
  }

  /** No stream goes on and none begins. */
  private void end(Why why) {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      info.endsFor(why);
      messageLimits.cancel();
      streamsGone(why);
      if (bonds != null) {
        bonds.end();
      }
      if (!decoding) {
        codec.release();
      }
      if (parting != null) {
        parting.release();
      }
      worker.remove(this);
    }
  }

  private void streamsGone(Why why) {
    if (!streams.isEmpty()) {
      for (ProxyStream stream : streams.all()) {
        stream.clientGone(why);
      }
    }
  }

  // ---- requests -----------------------------------------------------------------------------

  @Override
  public void onHead(long streamId, RequestHead head, boolean last) {
    messageLimits.headDone();
    discarded = 0;
    if (state == State.CLOSED) {
      // Decoded behind the message that ended the connection.
      head.release();
      return;
    }
    if (streams.contains(streamId)) {
      head.release();
      end(Why.DECODE_ERROR);
      link.close();
      return;
    }
    requests++;
    ProxyStream stream = worker.streams().take();
    boolean tooMany = streams.size() >= limits.maxStreams();
    streams.put(streamId, stream);
    stream.begin(this, chain.plan(), streamId, head, last, tooMany);
  }

  @Override
  public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
    ProxyStream stream = streams.get(streamId);
    if (stream != null) {
      stream.requestBody(retainedSlice, last);
      return;
    }
    discarded += retainedSlice.readableBytes();
    retainedSlice.release();
    if (discarded > MOST_DISCARDED && state != State.CLOSED) {
      end(Why.CLIENT_GONE);
      link.lingeringClose(limits.lingerTimeout().toNanos());
    }
  }

  @Override
  public void onTrailers(long streamId, Fields trailers) {
    ProxyStream stream = streams.get(streamId);
    if (stream != null) {
      stream.requestTrailers(trailers);
    }
  }

  @Override
  public void onReset(long streamId, Why why) {
    ProxyStream stream = streams.get(streamId);
    if (stream != null) {
      stream.clientGone(Why.CLIENT_GONE);
    }
  }

  @Override
  public void onWritable(long streamId, Flow flow) {
    ProxyStream stream = streams.get(streamId);
    if (stream != null) {
      if (flow == Flow.SHUT) {
        stream.pauseUpstream();
      } else {
        stream.resumeUpstream();
      }
    }
  }

  // ---- answers ------------------------------------------------------------------------------

  void encodeHead(ProxyStream stream, ResponseHead head, boolean last) throws ProtocolException {
    codec.encodeHead(stream.streamId(), stream.request(), head, last, out);
    if (head.kind() == ResponseHead.Kind.TUNNEL) {
      if (held || link.isInputClosed()) {
        // What the peer sent ahead, be it its end, is for the tunnel; the stream has to begin it
        // first.
        worker.kernel().execute(link::redeliver);
      }
      if (parting != null) {
        worker.kernel().execute(this::leaveIfAtRest);
      }
    }
    watchReader();
  }

  /**
   * Complete answers cannot be held back upstream. Too many of them that nobody reads end the
   * connection; in a task of its own, since a stream is in the middle of its answer.
   */
  private void watchReader() {
    if (fullPaused && !cuttingOff && link.unsentBytes() > mostUnsent()) {
      cuttingOff = true;
      worker
          .kernel()
          .execute(
              () -> {
                cuttingOff = false;
                if (state != State.CLOSED && link.unsentBytes() > mostUnsent()) {
                  end(Why.OVERLOAD);
                  link.abort();
                }
              });
    }
  }

  private long mostUnsent() {
    return (long) SLOW_READER_FACTOR * info.owner().plan().bufferHigh();
  }

  void encodeBody(ProxyStream stream, ByteBuf owned, boolean last) {
    codec.encodeBody(stream.streamId(), owned, last, out);
    watchReader();
    if (parting != null && parting.isWanted() && stream.isTunnel()) {
      // Once the other side has decoded what it has.
      worker.kernel().execute(this::leaveIfAtRest);
    }
  }

  void encodeTrailers(ProxyStream stream, Fields trailers) {
    codec.encodeTrailers(stream.streamId(), trailers, out);
  }

  /** Whether more of an answer may be sent now: by the connection, and by the peer's credit. */
  boolean takes(ProxyStream stream) {
    return link.isWritable() && codec.flow(stream.streamId()) == Flow.OPEN;
  }

  /** Whether the peer is held back by credit for a stream rather than by not reading. */
  boolean brakesStreams() {
    return codec.brake() == Codec.Brake.STREAM;
  }

  void consumed(ProxyStream stream, int bytes) {
    if (bytes > 0 && state != State.CLOSED) {
      codec.consumed(stream.streamId(), bytes, out);
    }
  }

  ServerCodec.@Nullable Reply localReply(ProxyStream stream, LocalReply reply) {
    return codec.localReply(reply, stream.request());
  }

  /** An answer cannot be made complete, or not made at all. */
  void resetDownstream(ProxyStream stream, Why why) {
    if (state != State.CLOSED
        && codec.encodeReset(stream.streamId(), why, out) == Codec.Fate.CLOSE) {
      state = State.DRAINING;
      if (parting != null) {
        parting.breakOff();
      }
      link.close();
    }
  }

  void streamEnded(ProxyStream stream) {
    streams.remove(stream.streamId());
    if (state == State.CLOSED) {
      return;
    }
    messageLimits.quietFromNow();
    if (parting != null && parting.isGathering()) {
      parting.answered();
      return;
    }
    if (codec.fate() == Codec.Fate.CLOSE || state == State.DRAINING) {
      closeIfIdle();
      return;
    }
    if (chain.isRetired() && streams.isEmpty()) {
      drain();
    }
    if (leaveIfAtRest()) {
      return;
    }
    if (held) {
      link.redeliver();
    }
  }

  private void closeIfIdle() {
    if (!isIdle() || codec.unsent() > 0) {
      return;
    }
    boolean reading = codec.reading() == ServerCodec.Reading.BODY;
    codec.encodeClose(out);
    end(Why.OK);
    if (reading) {
      link.lingeringClose(limits.lingerTimeout().toNanos());
    } else {
      link.close();
    }
  }

  // ---- drain and time -----------------------------------------------------------------------

  /** Asks the peer to go; the connection ends when it is idle for the grace period. */
  @Override
  public void drain() {
    if (state == State.OPEN && !drainTold) {
      drainTold = true;
      codec.encodeDrain(out);
      worker.afterGrace(this::drained);
    }
  }

  private void drained() {
    if (state == State.OPEN) {
      state = State.DRAINING;
      closeIfIdle();
    }
  }

  /** What is bound to this connection. */
  Bonds bonds() {
    Bonds present = bonds;
    if (present == null) {
      present = new Bonds(this::drained);
      bonds = present;
    }
    return present;
  }

  private boolean isBound() {
    return bonds != null && bonds.exist();
  }

  // ---- moving between processes -------------------------------------------------------------

  @Override
  public void leave(Departures departures) {
    if (state == State.OPEN && parting == null) {
      parting = new Parting(this, info, codec, departures);
      leaveIfAtRest();
    }
  }

  /** If it is wanted elsewhere and can go now, it goes; returns whether it is on its way. */
  boolean leaveIfAtRest() {
    Parting wanted = parting;
    if (wanted == null || !wanted.isWanted() || state != State.OPEN || decoding) {
      return false;
    }
    // What the upstream knows of this caller cannot be moved.
    switch (isBound() ? Codec.RestState.NEVER : codec.restState()) {
      case NEVER -> leavesNever(wanted);
      case AT_REST -> {
        if (mayDetach()) {
          wanted.begin();
        }
      }
      case RAW -> {
        Tunnel tunnel = streams.size() == 1 ? streams.all().get(0).tunnel() : null;
        if (tunnel == null) {
          leavesNever(wanted);
        } else if (tunnel.isAtRest() && mayDetach()) {
          wanted.begin(tunnel);
        }
      }
      case BUSY -> {}
    }
    if (!wanted.isGathering()) {
      return false;
    }
    out = wanted;
    messageLimits.cancel();
    return true;
  }

  private boolean mayDetach() {
    return awaited == 0
        && !link.isInputClosed()
        && link.unsentBytes() <= info.owner().plan().bufferHigh();
  }

  private void leavesNever(Parting wanted) {
    wanted.release();
    parting = null;
    drain();
  }

  /** It could not leave. */
  void stays() {
    out = link;
    if (state != State.CLOSED) {
      messageLimits.arm();
      drain();
    }
  }

  /** The other process has it, and nothing is owed any more. */
  void leftForGood() {
    end(Why.OK);
    info.owner().moved(info);
  }

  /** The peer has closed in the other process: nobody waits for the open answers. */
  void goneElsewhere() {
    end(Why.CLIENT_GONE);
    info.owner().moved(info);
  }

  @Override
  public void awaits(int answers) {
    awaited = answers;
    messageLimits.quietFromNow();
    if (state == State.DRAINING) {
      closeIfIdle();
    } else {
      leaveIfAtRest();
    }
  }

  /** The time for draining is up. */
  void cutOff() {
    if (state != State.CLOSED) {
      codec.encodeClose(out);
      end(Why.DRAINED);
      link.close();
      if (parting != null && parting.isGathering()) {
        info.owner().moved(info);
      }
    }
  }

  /** The peer takes longer for a message than it may. */
  void tooSlow(String rule) {
    codec.encodeFailure(new ProtocolException(Why.TIMEOUT_IDLE, 0, rule), link);
    end(Why.TIMEOUT_IDLE);
    link.lingeringClose(limits.lingerTimeout().toNanos());
  }

  /** The peer has asked for nothing for longer than it may. */
  void idleTooLong() {
    codec.encodeClose(out);
    end(Why.TIMEOUT_IDLE);
    link.close();
  }

  boolean isIdle() {
    return streams.isEmpty() && awaited == 0;
  }

  boolean anyTunnel() {
    for (ProxyStream stream : streams.all()) {
      if (stream.isTunnel()) {
        return true;
      }
    }
    return false;
  }

  /** Whether its chain is gone or speaks something else now. */
  boolean isRetired() {
    return chain.isRetired();
  }

  void reportFault(RuntimeException e) {
    worker.fault(info, e);
  }

  void ignoredAnswer(ProtocolException e) {
    worker.decodeError(info, e, null);
  }
}
