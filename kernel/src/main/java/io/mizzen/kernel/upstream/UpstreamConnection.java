package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.stream.IdTable;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an endpoint with its codec and the streams that wait for answers on it. Belongs
 * to one worker's pool.
 */
public final class UpstreamConnection implements LinkHandler, StreamEvents<ResponseHead> {
  private final Pool pool;
  private final ClientCodec codec;
  private final @Nullable Bonds bonds;
  private final ClientProtocol.Mode mode;
  private final IdTable<Entry> streams = new IdTable<>();
  private final UpstreamWatch watch;
  private @Nullable Link link;
  // A ping-pong connection has one entry for all its life; a multiplexed one keeps some for reuse.
  private @Nullable Entry spare;
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
    this.mode = pool.protocol().pool().mode();
    this.watch = new UpstreamWatch(this, codec, pool.protocol(), pool.worker());
  }

  private enum State {
    CONNECTING,
    OPEN,
    DRAINING,
    CLOSED
  }

  /** One stream on this connection. */
  private static final class Entry {
    @Nullable UpstreamStream stream;
    @Nullable Entry next; // of the spare ones
    long mark;
    boolean tunnel;
    boolean requestDone;
    boolean responseDone;
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
    Link out = link();
    long mark = out.writtenAndPending();
    long id = codec.nextStreamId();
    codec.encodeHead(id, head, last, out);
    requests++;
    pool.endpoint().countRequest();
    Entry entry = spare;
    if (entry == null) {
      entry = new Entry();
    } else {
      spare = entry.next;
      entry.next = null;
    }
    entry.stream = stream;
    entry.mark = mark;
    entry.tunnel = false;
    entry.requestDone = last;
    entry.responseDone = head.exchange() == RequestHead.Exchange.ONE_WAY;
    if (last && entry.responseDone) {
      recycle(entry);
    } else {
      streams.put(id, entry);
      pool.streamOpened();
    }
    return id;
  }

  /**
   * Writes a piece of a request's body.
   *
   * @param owned released here
   */
  public void body(long id, ByteBuf owned, boolean last) {
    Entry entry = streams.get(id);
    if (entry == null) {
      owned.release();
      return;
    }
    codec.encodeBody(id, owned, last, link());
    if (last) {
      requestDone(id, entry);
    }
  }

  /** Ends a request with trailers. */
  public void trailers(long id, Fields trailers) {
    Entry entry = streams.get(id);
    if (entry != null) {
      codec.encodeTrailers(id, trailers, link());
      requestDone(id, entry);
    }
  }

  private void requestDone(long id, Entry entry) {
    entry.requestDone = true;
    if (entry.responseDone) {
      finish(id, entry);
    }
  }

  /** Gives a stream up; its owner hears no more of it. */
  public void reset(long id, Why why) {
    Entry entry = streams.remove(id);
    if (entry == null) {
      return;
    }
    recycle(entry);
    pool.streamClosed();
    if (state == State.CLOSED) {
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

  // ---- answers ------------------------------------------------------------------------------

  @Override
  public void onBytes(ByteBuf in) {
    if (state == State.CLOSED) {
      in.skipBytes(in.readableBytes());
      return;
    }
    decoding = true;
    try {
      codec.decode(in, this, link());
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
    } else if (pool.pending() > 0 && mode != ClientProtocol.Mode.PING_PONG) {
      // The peer may have said that it takes more streams.
      pool.hasRoom(this);
    }
  }

  private void fail(ProtocolException failure) {
    pool.cluster().decodeError(pool.endpoint().address(), failure);
    end(Why.UPSTREAM_ERROR);
    link().abort();
  }

  @Override
  public void onHead(long id, ResponseHead head, boolean last) {
    Entry entry = streams.get(id);
    if (entry == null) {
      // Late, after its stream gave up.
      head.release();
      pool.cluster().lateAnswer();
      return;
    }
    UpstreamStream stream = owner(entry);
    if (head.kind() == ResponseHead.Kind.TUNNEL) {
      // The request's own body has ended before; raw bytes follow.
      entry.tunnel = true;
      entry.requestDone = false;
    }
    if (last) {
      responseDone(id, entry);
    }
    stream.onResponseHead(head, last);
  }

  @Override
  public void onBody(long id, ByteBuf retainedSlice, boolean last) {
    Entry entry = streams.get(id);
    if (entry == null || entry.stream == null) {
      retainedSlice.release();
      return;
    }
    UpstreamStream stream = owner(entry);
    if (last) {
      responseDone(id, entry);
    }
    stream.onResponseBody(retainedSlice, last);
  }

  @Override
  public void onTrailers(long id, Fields trailers) {
    onTrailers(id, trailers, Why.OK);
  }

  @Override
  public void onTrailers(long id, Fields trailers, Why why) {
    Entry entry = streams.get(id);
    if (entry != null) {
      UpstreamStream stream = owner(entry);
      responseDone(id, entry);
      stream.onResponseTrailers(trailers, why);
    }
  }

  @Override
  public void onReset(long id, Why why) {
    ended(id, why, UpstreamStream.Sent.PERHAPS);
  }

  @Override
  public void onRefused(long id, Why why) {
    ended(id, why, UpstreamStream.Sent.REFUSED);
  }

  private void ended(long id, Why why, UpstreamStream.Sent sent) {
    Entry entry = streams.remove(id);
    if (entry != null) {
      UpstreamStream stream = owner(entry);
      recycle(entry);
      pool.streamClosed();
      stream.onUpstreamEnd(why, sent);
      afterStream();
    }
  }

  @Override
  public void onHeartbeat() {
    watch.heartbeatAnswered();
  }

  @Override
  public void onDrain() {
    drain();
  }

  @Override
  public void onWritable(long id, Flow flow) {
    Entry entry = streams.get(id);
    if (entry != null) {
      owner(entry).onUpstreamWritable(flow == Flow.SHUT ? Writable.FULL : Writable.AGAIN);
    }
  }

  private static UpstreamStream owner(Entry entry) {
    UpstreamStream stream = entry.stream;
    if (stream == null) {
      throw new IllegalStateException("a stream entry without its stream");
    }
    return stream;
  }

  private void responseDone(long id, Entry entry) {
    entry.responseDone = true;
    if (entry.requestDone) {
      finish(id, entry);
    }
  }

  private void finish(long id, Entry entry) {
    streams.remove(id);
    recycle(entry);
    pool.streamClosed();
    afterStream();
  }

  private void recycle(Entry entry) {
    entry.stream = null;
    entry.responseDone = false;
    entry.next = spare;
    spare = entry;
  }

  private void afterStream() {
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
  public void onInputClosed(ByteBuf in) {
    if (state == State.CLOSED) {
      return;
    }
    decoding = true;
    try {
      codec.inputClosed(in, this, link());
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
    if (!isHalfOpenTunnel()) {
      end(Why.UPSTREAM_CLOSED);
      link().close();
    }
  }

  /** The upstream has ended its direction of a tunnel in order; the other one goes on. */
  private boolean isHalfOpenTunnel() {
    for (Entry entry : streams.all()) {
      if (!entry.tunnel || !entry.responseDone) {
        return false;
      }
    }
    return state != State.CLOSED && !streams.isEmpty();
  }

  @Override
  public void onWritable(Writable writable) {
    // A copy, since one that goes on may end or begin streams here.
    for (Entry entry : streams.all()) {
      UpstreamStream stream = entry.stream;
      if (stream != null) {
        stream.onUpstreamWritable(writable);
      }
    }
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
    List<Entry> open = streams.all();
    streams.clear();
    pool.closed(this, never);
    for (Entry entry : open) {
      UpstreamStream stream = entry.stream;
      pool.streamClosed();
      if (stream != null) {
        pool.endpoint().countFailure();
        stream.onUpstreamEnd(
            why,
            sentUpTo <= entry.mark ? UpstreamStream.Sent.NOTHING : UpstreamStream.Sent.PERHAPS);
      }
    }
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
    link().moved();
  }

  /** It was idle for longer than the pool keeps one. */
  void idleTooLong() {
    drain();
    if (state == State.OPEN) {
      close();
    }
  }

  /** The peer answered no heartbeat. */
  void silentTooLong() {
    end(Why.UPSTREAM_CLOSED);
    link().abort();
  }

  /** Whether requests take turns here. */
  boolean isPingPong() {
    return mode == ClientProtocol.Mode.PING_PONG;
  }

  /** Whether all answers that come on it are for one reader. */
  public boolean hasOneReader() {
    return isPingPong() || bonds != null;
  }
}
