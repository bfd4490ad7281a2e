package io.mizzen.kernel.proxy;

import io.mizzen.kernel.stream.IdTable;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.LocalReply;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are open on a downstream connection, each with its stream: what the codec reads
 * goes to them, what they answer goes through the codec.
 */
final class OpenRequests implements StreamEvents<RequestHead> {
  /** So much of a request that was answered early is read and thrown away before giving up. */
  private static final int MOST_DISCARDED = 64 * 1024;

  /** Unsent answers beyond so many times the buffer limit mean a reader that has stopped. */
  private static final int SLOW_READER_FACTOR = 16;

  private final DownstreamConnection connection;
  private final ServerCodec codec;
  private final IdTable<ProxyStream> streams = new IdTable<>();
  private long total;
  private int discarded;
  private boolean cuttingOff;

  OpenRequests(DownstreamConnection connection, ServerCodec codec) {
    this.connection = connection;
    this.codec = codec;
  }

  /** How many there have been. */
  long total() {
    return total;
  }

  int size() {
    return streams.size();
  }

  boolean isEmpty() {
    return streams.isEmpty();
  }

  /** A copy, in no order. */
  List<ProxyStream> all() {
    return streams.all();
  }

  boolean anyTunnel() {
    for (ProxyStream stream : streams.all()) {
      if (stream.isTunnel()) {
        return true;
      }
    }
    return false;
  }

  void ended(ProxyStream stream) {
    streams.remove(stream.streamId());
  }

  /** Nobody is left to answer. */
  void callerGone(Why why) {
    if (!streams.isEmpty()) {
      for (ProxyStream stream : streams.all()) {
        stream.clientGone(why);
      }
    }
  }

  /** The connection takes bytes again. */
  void resumeAnswers() {
    for (ProxyStream stream : streams.all()) {
      stream.resumeUpstream();
    }
  }

  // ---- requests -----------------------------------------------------------------------------

  @Override
  public void onHead(long streamId, RequestHead head, boolean last) {
    connection.headDone();
    discarded = 0;
    if (connection.isClosed()) {
      // Decoded behind the message that ended the connection.
      head.release();
      return;
    }
    if (streams.contains(streamId)) {
      head.release();
      connection.close(Why.DECODE_ERROR);
      return;
    }
    total++;
    ProxyStream stream = connection.worker().streams().take();
    boolean tooMany = streams.size() >= connection.limits().maxStreams();
    streams.put(streamId, stream);
    stream.begin(connection, connection.plan(), streamId, head, last, tooMany);
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
    if (discarded > MOST_DISCARDED && !connection.isClosed()) {
      connection.closeLingering(Why.CLIENT_GONE);
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
    codec.encodeHead(stream.streamId(), stream.request(), head, last, connection.out());
    if (head.kind() == ResponseHead.Kind.TUNNEL) {
      connection.tunnelBegins();
    }
    watchReader();
  }

  void encodeBody(ProxyStream stream, ByteBuf owned, boolean last) {
    codec.encodeBody(stream.streamId(), owned, last, connection.out());
    watchReader();
    if (connection.isLeaving() && stream.isTunnel()) {
      connection.leaveSoon();
    }
  }

  void encodeTrailers(ProxyStream stream, Fields trailers) {
    codec.encodeTrailers(stream.streamId(), trailers, connection.out());
  }

  ServerCodec.@Nullable Reply localReply(ProxyStream stream, LocalReply reply) {
    return codec.localReply(reply, stream.request());
  }

  /** An answer cannot be made complete, or not made at all. */
  void reset(ProxyStream stream, Why why) {
    if (!connection.isClosed()
        && codec.encodeReset(stream.streamId(), why, connection.out()) == Codec.Fate.CLOSE) {
      connection.breakOff();
    }
  }

  // ---- flow ---------------------------------------------------------------------------------

  /** Whether more of an answer may be sent now: by the connection, and by the peer's credit. */
  boolean takes(ProxyStream stream) {
    return connection.link().isWritable() && codec.flow(stream.streamId()) == Flow.OPEN;
  }

  /** Whether the peer is held back by credit for a stream rather than by not reading. */
  boolean brakesStreams() {
    return codec.brake() == Codec.Brake.STREAM;
  }

  /** Body bytes of a request were passed on: the peer may send as many more. */
  void consumed(ProxyStream stream, int bytes) {
    if (bytes > 0 && !connection.isClosed()) {
      codec.consumed(stream.streamId(), bytes, connection.out());
    }
  }

  /**
   * Complete answers cannot be held back upstream. Too many of them that nobody reads end the
   * connection; in a task of its own, since a stream is in the middle of its answer.
   */
  private void watchReader() {
    if (connection.isFull() && !cuttingOff && hasStoppedReading()) {
      cuttingOff = true;
      connection
          .worker()
          .kernel()
          .execute(
              () -> {
                cuttingOff = false;
                if (!connection.isClosed() && hasStoppedReading()) {
                  connection.abort(Why.OVERLOAD);
                }
              });
    }
  }

  private boolean hasStoppedReading() {
    long most = (long) SLOW_READER_FACTOR * connection.downstream().owner().plan().bufferHigh();
    return connection.link().unsentBytes() > most;
  }
}
