package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an endpoint, from its dialling to its end: when it can take a stream, when no
 * more, and what its bytes mean for those that are open on it ({@link OpenStreams}). Belongs to one
 * worker's pool.
 */
public final class UpstreamConnection implements LinkHandler {
  private final Pool pool;
  private final ClientCodec codec;
  private final @Nullable Bonds bonds;
  private final OpenStreams streams;
  private final UpstreamWatch watch;
  private @Nullable Link link;
  private State state = State.CONNECTING;
  // Whether it lies in the pool's list of idle ones; the pool's bookkeeping.
  boolean parked;
  // A codec that is decoding is released when it has done so: its last head may still be read.
  private boolean decoding;
  private long requests;

  UpstreamConnection(Pool pool, ClientCodec codec, @Nullable Bonds bonds) {
    this.pool = pool;
    this.codec = codec;
    this.bonds = bonds;
    this.streams = new OpenStreams(this, codec);
    this.watch = new UpstreamWatch(this);
  }

  private enum State {
    CONNECTING,
    OPEN,
    DRAINING,
    CLOSED
  }

  void link(Link opened) {
    this.link = opened;
  }

  public Link link() {
    Link open = link;
    if (open == null) {
      throw new IllegalStateException("not dialled yet");
    }
    return open;
  }

  Pool pool() {
    return pool;
  }

  ClientCodec codec() {
    return codec;
  }

  public EndpointState endpoint() {
    return pool.endpoint();
  }

  Cluster cluster() {
    return pool.cluster();
  }

  public String clusterName() {
    return pool.cluster().name();
  }

  /** Above so many unsent bytes it takes no more. */
  public int bufferHigh() {
    return pool.cluster().bufferHigh();
  }

  /** The downstream connection it belongs to for life, or null if it serves whoever comes. */
  @Nullable Bonds bonds() {
    return bonds;
  }

  /** Requests it has carried. */
  public long requests() {
    return requests;
  }

  /** Whether another stream can be opened on it now. */
  boolean hasRoom() {
    return state == State.OPEN
        && streams.size() < Math.min(pool.maxStreams(), codec.maxStreams())
        && link().isWritable()
        && !isWornOut();
  }

  /** Whether it has carried all it may carry. */
  boolean isWornOut() {
    long most = pool.protocol().pool().maxRequests();
    return (most > 0 && requests >= most) || (pool.singleUse() && requests > 0);
  }

  /** Nothing was opened, or nothing that waits for an answer: what happens after a stream. */
  void unused() {
    if (streams.isEmpty()) {
      afterStream();
    }
  }

  boolean isConnecting() {
    return state == State.CONNECTING;
  }

  int streams() {
    return streams.size();
  }

  // ---- requests -----------------------------------------------------------------------------

  /**
   * Opens a stream and writes the request's head.
   *
   * @return the number of the stream here
   * @throws ProtocolException if the protocol cannot say it; there is no stream then
   */
  public long open(UpstreamStream stream, RequestHead head, boolean last) throws ProtocolException {
    long id = streams.open(stream, head, last);
    requests++;
    pool.endpoint().countRequest();
    return id;
  }

  /**
   * Writes a piece of a request's body.
   *
   * @param owned released here
   */
  public void body(long id, ByteBuf owned, boolean last) {
    streams.body(id, owned, last);
  }

  /** Ends a request with trailers. */
  public void trailers(long id, Fields trailers) {
    streams.trailers(id, trailers);
  }

  /** Gives a stream up; its owner hears no more of it. */
  public void reset(long id, Why why) {
    if (!streams.giveUp(id) || state == State.CLOSED) {
      return;
    }
    if (codec.encodeReset(id, why, link()) == Codec.Fate.CLOSE) {
      close();
    } else {
      afterStream();
    }
  }

  /** Whether more of a request may be sent now: by the connection, and by the peer's credit. */
  public boolean takes(long id) {
    return link().isWritable() && codec.flow(id) == StreamEvents.Flow.OPEN;
  }

  /** Whether the peer is held back by credit for a stream rather than by not reading. */
  public boolean brakesStreams() {
    return codec.brake() == Codec.Brake.STREAM;
  }

  /** Tells the codec that body bytes of an answer were passed on. */
  public void consumed(long id, int bytes) {
    if (state != State.CLOSED) {
      codec.consumed(id, bytes, link());
    }
  }

  // ---- bytes --------------------------------------------------------------------------------

  @Override
  public void onBytes(ByteBuf in) {
    if (state == State.CLOSED) {
      in.skipBytes(in.readableBytes());
      return;
    }
    decoding = true;
    try {
      codec.decode(in, streams, link());
    } catch (ProtocolException e) {
      fail(e);
      in.skipBytes(in.readableBytes());
      return;
    } finally {
      decoding = false;
      if (state == State.CLOSED) {
        codec.release();
      }
    }
    if (state != State.OPEN) {
      return;
    }
    if (codec.fate() == Codec.Fate.CLOSE) {
      drain();
    } else if (pool.pending() > 0 && !isPingPong()) {
      // The peer may have said that it takes more streams.
      pool.hasRoom(this);
    }
  }

  @Override
  public void onInputClosed(ByteBuf in) {
    if (state == State.CLOSED) {
      return;
    }
    decoding = true;
    try {
      codec.inputClosed(in, streams, link());
    } catch (ProtocolException e) {
      if (!e.why().equals(Why.UPSTREAM_CLOSED)) {
        pool.cluster().decodeError(pool.endpoint().address(), e);
      }
    } finally {
      decoding = false;
      if (state == State.CLOSED) {
        codec.release();
      }
    }
    // The other direction of tunnels goes on.
    if (state == State.CLOSED || !streams.areHalfOpenTunnels()) {
      end(Why.UPSTREAM_CLOSED);
      link().close();
    }
  }

  private void fail(ProtocolException failure) {
    pool.cluster().decodeError(pool.endpoint().address(), failure);
    end(Why.UPSTREAM_ERROR);
    link().abort();
  }

  /** A stream has ended, or was never opened; the connection may end, or take another one. */
  void afterStream() {
    if (state == State.CLOSED) {
      return;
    }
    if (codec.fate() == Codec.Fate.CLOSE || isWornOut()) {
      drain();
      return;
    }
    if (state == State.DRAINING) {
      closeIfIdle();
      return;
    }
    if (streams.isEmpty()) {
      watch.idleFromNow();
    }
    pool.hasRoom(this);
  }

  // ---- life ---------------------------------------------------------------------------------

  @Override
  public void onConnected() {
    state = State.OPEN;
    watch.idleFromNow();
    pool.preamble(this);
    codec.open(link());
    watch.arm();
    pool.connected(this);
  }

  /** Takes no further streams; ends with the last open one. */
  @Override
  public void drain() {
    if (state == State.OPEN) {
      state = State.DRAINING;
      pool.draining(this);
    }
    closeIfIdle();
  }

  private void closeIfIdle() {
    if (state == State.DRAINING && streams.isEmpty()) {
      close();
    }
  }

  private void close() {
    codec.encodeClose(link());
    end(Why.UPSTREAM_CLOSED);
    link().close();
  }

  @Override
  public void onWritable(Writable writable) {
    streams.writable(writable);
    if (writable == Writable.AGAIN && state == State.OPEN) {
      pool.hasRoom(this);
    }
  }

  @Override
  public void onClosed(End how) {
    end(how == End.RESET ? Why.UPSTREAM_RESET : Why.UPSTREAM_CLOSED);
  }

  private void end(Why why) {
    if (state == State.CLOSED) {
      return;
    }
    boolean never = state == State.CONNECTING;
    state = State.CLOSED;
    watch.cancel();
    long sentUpTo = link == null ? 0 : link.bytesOut();
    List<OpenStreams.Entry> open = streams.clear();
    pool.closed(this, never);
    streams.end(open, why, sentUpTo);
    if (!decoding) {
      codec.release();
    }
  }

  /** Whether its only stream, a tunnel, can go on without it: now, later or never. */
  public Codec.RestState restState() {
    return state == State.CLOSED || streams.size() != 1 ? Codec.RestState.NEVER : codec.restState();
  }

  /** Its tunnel goes on in another process, which has the socket: nobody hears of an end. */
  public void moved() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      watch.cancel();
      streams.clear();
      pool.streamClosed();
      pool.closed(this, false);
      codec.release();
    }
    link().relocation().moved();
  }

  /** It was idle for longer than the pool keeps one. */
  void idleTooLong() {
    drain();
    if (state == State.OPEN) {
      close();
    }
  }

  void heartbeatAnswered() {
    watch.heartbeatAnswered();
  }

  /** The peer answered no heartbeat. */
  void silentTooLong() {
    end(Why.UPSTREAM_CLOSED);
    link().abort();
  }

  /** Whether requests take turns here. */
  boolean isPingPong() {
    return pool.mode() == ClientProtocol.Mode.PING_PONG;
  }

  /** Whether all answers that come on it are for one reader. */
  public boolean hasOneReader() {
    return isPingPong() || bonds != null;
  }
}
