package io.mizzen.kernel.proxy;

import io.mizzen.kernel.network.Departures;
import io.mizzen.kernel.network.DownstreamLink;
import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.upstream.Bonds;
import io.mizzen.spi.Why;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ServerCodec;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A downstream connection whose protocol is known: when it reads, how long it lives, whether it
 * leaves for another process. What its codec reads and writes is the affair of its {@link
 * OpenRequests}. {@link MessageLimits} keeps the time between messages; that within a stream is the
 * stream's.
 */
final class DownstreamConnection implements LinkHandler {
  private final DownstreamLink info;
  private final Link link;
  private final ConnectionLimits limits;
  private final ServerCodec codec;
  private final ChainPlan.Handle chain;
  private final ProxyWorker worker;
  private final MessageLimits messageLimits;
  private final OpenRequests requests;
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

  private enum State {
    OPEN,
    /** Told to send no more; ends as it becomes idle. */
    DRAINING,
    CLOSED
  }

  DownstreamConnection(
      DownstreamLink info,
      ServerCodec codec,
      ConnectionLimits limits,
      ChainPlan.Handle chain,
      ProxyWorker worker) {
    this.info = info;
    this.link = info.link();
    this.limits = limits;
    this.codec = codec;
    this.chain = chain;
    this.worker = worker;
    this.requests = new OpenRequests(this, codec);
    this.messageLimits = new MessageLimits(this);
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

  OpenRequests requests() {
    return requests;
  }

  ServerCodec codec() {
    return codec;
  }

  ConnectionLimits limits() {
    return limits;
  }

  ProxyWorker worker() {
    return worker;
  }

  /** What new requests go by. */
  ChainPlan plan() {
    return chain.plan();
  }

  /** Where the codec writes to. */
  BytesOut out() {
    return out;
  }

  boolean isClosed() {
    return state == State.CLOSED;
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
      progress = codec.decode(in, requests, link);
    } catch (ProtocolException e) {
      if (state != State.CLOSED) {
        fail(e, in);
      }
      return;
    } catch (RuntimeException e) {
      reportFault(e);
      abort(Why.INTERNAL);
      return;
    } finally {
      decoded();
    }
    hold(progress == Codec.Progress.HELD);
    if (state == State.CLOSED) {
      return;
    }
    messageLimits.bytesSeen();
    if (requests.isEmpty() && (state == State.DRAINING || codec.fate() == Codec.Fate.CLOSE)) {
      // What was waited for was no stream: that the peer knows, or has taken the last bytes.
      closeIfIdle();
    } else {
      leaveIfAtRest();
    }
  }

  private void decoded() {
    decoding = false;
    if (state == State.CLOSED) {
      codec.release();
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
    closeLingering(failure.why());
  }

  @Override
  public void onInputClosed(ByteBuf in) {
    if (state == State.CLOSED || (held && !requests.isEmpty())) {
      // What is held back was sent before the end: it is served first, then this is asked again.
      return;
    }
    decoding = true;
    try {
      codec.inputClosed(in, requests, link);
    } catch (ProtocolException e) {
      if (state != State.CLOSED) {
        if (requests.isEmpty()) {
          worker.decodeError(info, e, in);
          codec.encodeFailure(e, link);
        }
        close(Why.CLIENT_GONE);
      }
      return;
    } finally {
      decoded();
    }
    if (isIdle()) {
      close(Why.OK);
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
      requests.resumeAnswers();
      leaveIfAtRest();
    }
  }

  @Override
  public void onClosed(End how) {
    end(requests.isEmpty() ? Why.OK : Why.CLIENT_GONE);
    info.owner().closed(info);
  }

  /** No stream goes on and none begins. */
  private void end(Why why) {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      info.endsFor(why);
      messageLimits.cancel();
      requests.callerGone(why);
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

  void close(Why why) {
    end(why);
    link.close();
  }

  /** Closes so that the peer can read the last words although it may be sending. */
  void closeLingering(Why why) {
    end(why);
    link.lingeringClose(limits.lingerNanos());
  }

  void abort(Why why) {
    end(why);
    link.abort();
  }

  // ---- what its streams tell ----------------------------------------------------------------

  void headDone() {
    messageLimits.headDone();
  }

  /** Raw bytes follow, both ways. */
  void tunnelBegins() {
    if (held || link.isInputClosed()) {
      // What the peer sent ahead, be it its end, is for the tunnel; the stream has to begin it
      // first.
      worker.kernel().execute(link::redeliver);
    }
    if (parting != null) {
      leaveSoon();
    }
  }

  /** What comes after an answer that broke off would make no sense to the peer. */
  void breakOff() {
    state = State.DRAINING;
    if (parting != null) {
      parting.breakOff();
    }
    link.close();
  }

  void streamEnded(ProxyStream stream) {
    requests.ended(stream);
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
    if (chain.isRetired() && requests.isEmpty()) {
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
    if (reading) {
      closeLingering(Why.OK);
    } else {
      close(Why.OK);
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

  /** Whether an upstream knows something of this caller. */
  boolean isBound() {
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
    if (wanted == null
        || !wanted.isWanted()
        || state != State.OPEN
        || decoding
        || !wanted.beginIfAtRest()) {
      return false;
    }
    out = wanted;
    messageLimits.cancel();
    return true;
  }

  /** Whether the process before this one still owes answers. */
  boolean awaitsAnswers() {
    return awaited > 0;
  }

  /** Whether it is to leave at its next rest. */
  boolean isLeaving() {
    return parting != null && parting.isWanted();
  }

  /** Leaves, if it can, once the other side has decoded what it has. */
  void leaveSoon() {
    worker.kernel().execute(this::leaveIfAtRest);
  }

  /** What it has cannot be moved. */
  void leavesNever() {
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
      close(Why.DRAINED);
      if (parting != null && parting.isGathering()) {
        info.owner().moved(info);
      }
    }
  }

  boolean isIdle() {
    return requests.isEmpty() && awaited == 0;
  }

  /** Whether too many bytes wait for the peer to read. */
  boolean isFull() {
    return fullPaused;
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
