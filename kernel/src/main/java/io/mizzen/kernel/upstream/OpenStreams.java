package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.Link;
import io.mizzen.kernel.network.LinkHandler;
import io.mizzen.kernel.stream.IdTable;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are open on an upstream connection: requests go out, and what the codec reads
 * goes to whoever waits for it. A stream is over when both its directions are, or one side gives it
 * up.
 */
final class OpenStreams implements StreamEvents<ResponseHead> {
  private final UpstreamConnection connection;
  private final ClientCodec codec;
  private final IdTable<Entry> table = new IdTable<>();
  // A ping-pong connection has one entry for all its life; a multiplexed one keeps some for reuse.
  private @Nullable Entry spare;

  /** One stream on this connection. */
  static final class Entry {
    private @Nullable UpstreamStream stream;
    private @Nullable Entry next; // of the spare ones
    private long mark;
    private boolean tunnel;
    private boolean requestDone;
    private boolean responseDone;

    private UpstreamStream owner() {
      UpstreamStream owner = stream;
      if (owner == null) {
        throw new IllegalStateException("a stream entry without its stream");
      }
      return owner;
    }
  }

  OpenStreams(UpstreamConnection connection, ClientCodec codec) {
    this.connection = connection;
    this.codec = codec;
  }

  int size() {
    return table.size();
  }

  boolean isEmpty() {
    return table.isEmpty();
  }

  // ---- requests -----------------------------------------------------------------------------

  /** See {@link UpstreamConnection#open}. */
  long open(UpstreamStream stream, RequestHead head, boolean last) throws ProtocolException {
    Link out = connection.link();
    long mark = out.writtenAndPending();
    long id = codec.nextStreamId();
    codec.encodeHead(id, head, last, out);
    boolean oneWay = head.exchange() == RequestHead.Exchange.ONE_WAY;
    if (!last || !oneWay) {
      Entry entry = entry();
      entry.stream = stream;
      entry.mark = mark;
      entry.tunnel = false;
      entry.requestDone = last;
      entry.responseDone = oneWay;
      table.put(id, entry);
      connection.pool().streamOpened();
    }
    return id;
  }

  private Entry entry() {
    Entry entry = spare;
    if (entry == null) {
      return new Entry();
    }
    spare = entry.next;
    entry.next = null;
    return entry;
  }

  /** See {@link UpstreamConnection#body}. */
  void body(long id, ByteBuf owned, boolean last) {
    Entry entry = table.get(id);
    if (entry == null) {
      owned.release();
      return;
    }
    codec.encodeBody(id, owned, last, connection.link());
    if (last) {
      requestDone(id, entry);
    }
  }

  /** Ends a request with trailers. */
  void trailers(long id, Fields trailers) {
    Entry entry = table.get(id);
    if (entry != null) {
      codec.encodeTrailers(id, trailers, connection.link());
      requestDone(id, entry);
    }
  }

  private void requestDone(long id, Entry entry) {
    entry.requestDone = true;
    if (entry.responseDone) {
      finish(id, entry);
    }
  }

  /** The stream's owner gives it up; returns whether it was open. */
  boolean giveUp(long id) {
    Entry entry = table.remove(id);
    if (entry == null) {
      return false;
    }
    recycle(entry);
    connection.pool().streamClosed();
    return true;
  }

  // ---- answers ------------------------------------------------------------------------------

  @Override
  public void onHead(long id, ResponseHead head, boolean last) {
    Entry entry = table.get(id);
    if (entry == null) {
      // Late, after its stream gave up.
      head.release();
      connection.cluster().lateAnswer();
      return;
    }
    UpstreamStream stream = entry.owner();
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
    Entry entry = table.get(id);
    if (entry == null || entry.stream == null) {
      retainedSlice.release();
      return;
    }
    UpstreamStream stream = entry.owner();
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
    Entry entry = table.get(id);
    if (entry != null) {
      UpstreamStream stream = entry.owner();
      responseDone(id, entry);
      stream.onResponseTrailers(trailers, why);
    }
  }

  private void responseDone(long id, Entry entry) {
    entry.responseDone = true;
    if (entry.requestDone) {
      finish(id, entry);
    }
  }

  private void finish(long id, Entry entry) {
    table.remove(id);
    recycle(entry);
    connection.pool().streamClosed();
    connection.afterStream();
  }

  private void recycle(Entry entry) {
    entry.stream = null;
    entry.responseDone = false;
    entry.next = spare;
    spare = entry;
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
    Entry entry = table.remove(id);
    if (entry != null) {
      UpstreamStream stream = entry.owner();
      recycle(entry);
      connection.pool().streamClosed();
      stream.onUpstreamEnd(why, sent);
      connection.afterStream();
    }
  }

  @Override
  public void onWritable(long id, Flow flow) {
    Entry entry = table.get(id);
    if (entry != null) {
      entry
          .owner()
          .onUpstreamWritable(
              flow == Flow.SHUT ? LinkHandler.Writable.FULL : LinkHandler.Writable.AGAIN);
    }
  }

  @Override
  public void onHeartbeat() {
    connection.heartbeatAnswered();
  }

  @Override
  public void onDrain() {
    connection.drain();
  }

  // ---- all of them --------------------------------------------------------------------------

  /** The connection takes no more bytes, or takes some again. */
  void writable(LinkHandler.Writable writable) {
    // A copy, since one that goes on may end or begin streams here.
    for (Entry entry : table.all()) {
      UpstreamStream stream = entry.stream;
      if (stream != null) {
        stream.onUpstreamWritable(writable);
      }
    }
  }

  /** Whether all have become tunnels whose upstream direction is the one that goes on. */
  boolean areHalfOpenTunnels() {
    for (Entry entry : table.all()) {
      if (!entry.tunnel || !entry.responseDone) {
        return false;
      }
    }
    return !table.isEmpty();
  }

  /** Takes all out, for {@link #end}; nobody hears of it yet. */
  List<Entry> clear() {
    List<Entry> open = table.all();
    table.clear();
    return open;
  }

  /**
   * The connection is over.
   *
   * @param open what was open on it
   * @param sentUpTo so many bytes have left, of all that were written
   */
  void end(List<Entry> open, Why why, long sentUpTo) {
    for (Entry entry : open) {
      UpstreamStream stream = entry.stream;
      connection.pool().streamClosed();
      if (stream != null) {
        connection.endpoint().countFailure();
        stream.onUpstreamEnd(
            why,
            sentUpTo <= entry.mark ? UpstreamStream.Sent.NOTHING : UpstreamStream.Sent.PERHAPS);
      }
    }
  }
}
