package io.mizzen.testkit;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Two codecs, joined without anything between that allocates: what comes from the caller goes up,
 * what comes from the upstream goes down. One exchange at a time.
 *
 * <pre>
 *   fromCaller ─▶ server codec ─heads, pieces─▶ client codec ─▶ dropped
 *   dropped ◀─ server codec ◀─heads, pieces─ client codec ◀─ fromUpstream
 * </pre>
 */
public final class CodecPair implements BytesOut, AutoCloseable {
  private static final int ROOM = 64 * 1024;

  private final ServerCodec server;
  private final ClientCodec client;
  private final ByteBuf written = PooledByteBufAllocator.DEFAULT.directBuffer(ROOM);
  private final Down down = new Down();
  private final Up up = new Up();
  private @Nullable RequestHead request;
  private @Nullable ResponseHead answer;
  private long downstreamId;
  private long upstreamId;
  private long looked;

  /** Both codecs are given to this pair, which opens and releases them. */
  public CodecPair(ServerCodec server, ClientCodec client) {
    this.server = server;
    this.client = client;
    server.open(this);
    client.open(this);
    written.clear();
  }

  /** A buffer as sockets are read into. */
  public static ByteBuf received(byte[] bytes) {
    return PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes);
  }

  /**
   * Bytes from the caller.
   *
   * @param borrowed its reader index is moved
   */
  public void fromCaller(ByteBuf borrowed) throws ProtocolException {
    server.decode(borrowed, down, this);
  }

  /**
   * Bytes from the upstream.
   *
   * @param borrowed its reader index is moved
   */
  public void fromUpstream(ByteBuf borrowed) throws ProtocolException {
    client.decode(borrowed, up, this);
  }

  /** The client codec's number of the exchange that was forwarded last. */
  public long upstreamId() {
    return upstreamId;
  }

  /** Bytes that both codecs have written since {@link #endExchange}. */
  public int written() {
    return written.readableBytes();
  }

  /** Gives both heads back, as the end of a stream does. */
  public void endExchange() {
    RequestHead asked = request;
    ResponseHead said = answer;
    if (asked == null || said == null) {
      throw new AssertionError("no complete exchange");
    }
    request = null;
    answer = null;
    asked.release();
    said.release();
    written.clear();
  }

  @Override
  public ByteBuf space(int bytes) {
    return written;
  }

  @Override
  public void write(ByteBuf owned) {
    written.writeBytes(owned);
    owned.release();
  }

  @Override
  public void end() {
    throw new AssertionError("no tunnel here");
  }

  @Override
  public ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  @Override
  public void close() {
    if (looked == 0) {
      throw new AssertionError("nothing was forwarded");
    }
    server.release();
    client.release();
    written.release();
  }

  private final class Down extends Quiet<RequestHead> {
    @Override
    public void onHead(long streamId, RequestHead head, boolean last) {
      request = head;
      downstreamId = streamId;
      upstreamId = client.nextStreamId();
      // What routes and filters always look at.
      looked += head.service().length() + head.operation().length() + head.verb().length();
      try {
        client.encodeHead(upstreamId, head, last, CodecPair.this);
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
      client.encodeBody(upstreamId, retainedSlice, last, CodecPair.this);
    }
  }

  private final class Up extends Quiet<ResponseHead> {
    @Override
    public void onHead(long streamId, ResponseHead head, boolean last) {
      answer = head;
      looked += head.why().equals(Why.OK) ? 1 : 0;
      RequestHead asked = request;
      if (asked == null) {
        throw new AssertionError("an answer without a request");
      }
      try {
        server.encodeHead(downstreamId, asked, head, last, CodecPair.this);
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
      server.encodeBody(downstreamId, retainedSlice, last, CodecPair.this);
    }
  }

  private abstract static class Quiet<H extends MessageHead> implements StreamEvents<H> {
    @Override
    public void onTrailers(long streamId, Fields trailers) {
      throw new AssertionError("no trailers here");
    }

    @Override
    public void onReset(long streamId, Why why) {
      throw new AssertionError("reset " + why);
    }
  }
}
