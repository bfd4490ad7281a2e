package io.mizzen.bench.jmh;

import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.StreamEvents;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.FakeWorker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * A request through both codecs of a protocol and its answer back, without anything between:
 *
 * <pre>
 *   request -> server codec -> client codec -> out
 *   out     <- server codec <- client codec <- response
 * </pre>
 *
 * Belongs to one thread.
 */
final class Exchange implements BytesOut, AutoCloseable {
  /** Takes everything that one exchange writes. */
  private static final int OUT_BYTES = 256 * 1024;

  private final ServerCodec server;
  private final ClientCodec client;
  private final ByteBuf request;
  private final ByteBuf response;
  private final Patch patch;
  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(OUT_BYTES);
  private final Down down = new Down();
  private final Up up = new Up();
  private long downstreamId;
  private long upstreamId;
  private RequestHead head;
  private ResponseHead answer;

  /** Puts the id of the upstream request into the response. */
  interface Patch {
    void apply(ByteBuf response, long upstreamId);
  }

  <S extends Record, C extends Record> Exchange(
      ProtocolFactory<S, C> factory, FakeHost host, byte[] request, byte[] response, Patch patch) {
    server =
        factory
            .server(ConfigRecords.defaults(factory.serverConfigType()), host)
            .newCodec(new FakeConnection());
    client =
        factory
            .client(ConfigRecords.defaults(factory.clientConfigType()), host)
            .newCodec(new FakeWorker());
    this.request = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(request);
    this.response = PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(response);
    this.patch = patch;
  }

  /**
   * @return octets that were written both ways
   */
  int run() throws ProtocolException {
    out.clear();
    request.readerIndex(0);
    server.decode(request, down, this);
    response.readerIndex(0);
    patch.apply(response, upstreamId);
    client.decode(response, up, this);
    head.release();
    answer.release();
    return out.readableBytes();
  }

  /** The head of a request that stays decoded: what routers and balancers look at. */
  RequestHead decoded() throws ProtocolException {
    request.readerIndex(0);
    server.decode(request, down, this);
    return head;
  }

  @Override
  public ByteBuf space(int bytes) {
    return out;
  }

  @Override
  public void write(ByteBuf owned) {
    out.writeBytes(owned);
    owned.release();
  }

  @Override
  public void end() {
    throw new IllegalStateException("no connection ends here");
  }

  @Override
  public ByteBufAllocator allocator() {
    return PooledByteBufAllocator.DEFAULT;
  }

  @Override
  public void close() {
    server.release();
    client.release();
    request.release();
    response.release();
    out.release();
  }

  private final class Down implements StreamEvents<RequestHead> {
    @Override
    public void onHead(long id, RequestHead decoded, boolean last) {
      downstreamId = id;
      head = decoded;
      upstreamId = client.nextStreamId();
      try {
        client.encodeHead(upstreamId, decoded, last, Exchange.this);
      } catch (ProtocolException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onBody(long id, ByteBuf retainedSlice, boolean last) {
      client.encodeBody(upstreamId, retainedSlice, last, Exchange.this);
    }

    @Override
    public void onTrailers(long id, Fields trailers) {
      client.encodeTrailers(upstreamId, trailers, Exchange.this);
    }

    @Override
    public void onReset(long id, Why why) {
      throw new IllegalStateException("reset: " + why);
    }
  }

  private final class Up implements StreamEvents<ResponseHead> {
    @Override
    public void onHead(long id, ResponseHead decoded, boolean last) {
      answer = decoded;
      try {
        server.encodeHead(downstreamId, head, decoded, last, Exchange.this);
      } catch (ProtocolException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void onBody(long id, ByteBuf retainedSlice, boolean last) {
      server.encodeBody(downstreamId, retainedSlice, last, Exchange.this);
    }

    @Override
    public void onTrailers(long id, Fields trailers) {
      server.encodeTrailers(downstreamId, trailers, Exchange.this);
    }

    @Override
    public void onReset(long id, Why why) {
      throw new IllegalStateException("reset: " + why);
    }
  }
}
