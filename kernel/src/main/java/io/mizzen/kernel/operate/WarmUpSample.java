package io.mizzen.kernel.operate;

import io.mizzen.kernel.network.KernelWorker;
import io.mizzen.spi.Why;
import io.mizzen.spi.Worker;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.protocol.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A request that can be sent again and again. On one worker. */
final class WarmUpSample implements StreamEvents<RequestHead>, AutoCloseable {
  private final ServerCodec codec;
  private final ByteBuf bytes;
  private final ByteBuf body;
  private @Nullable RequestHead head;
  private boolean complete;

  private WarmUpSample(ServerCodec codec, ByteBuf bytes, ByteBuf body) {
    this.codec = codec;
    this.bytes = bytes;
    this.body = body;
  }

  /**
   * Decodes it.
   *
   * @throws ProtocolException if the protocol does not take its own sample
   */
  static WarmUpSample decode(byte[] text, ServerProtocol protocol, KernelWorker worker)
      throws ProtocolException {
    ByteBuf bytes = worker.allocator().buffer(text.length).writeBytes(text);
    WarmUpSample sample =
        new WarmUpSample(
            protocol.newCodec(new Nobody(worker)), bytes, worker.allocator().buffer(text.length));
    try {
      sample.codec.decode(bytes, sample, new Unsaid(worker));
      if (!sample.complete) {
        throw new ProtocolException("the sample is not complete");
      }
      return sample;
    } catch (ProtocolException e) {
      sample.close();
      throw e;
    }
  }

  RequestHead head() {
    RequestHead decoded = head;
    if (decoded == null) {
      throw new IllegalStateException("a sample without a head");
    }
    return decoded;
  }

  /** Its body, for the caller to release, or null if it has none. */
  @Nullable ByteBuf body() {
    return body.isReadable() ? body.retainedDuplicate() : null;
  }

  @Override
  public void onHead(long streamId, RequestHead decoded, boolean last) {
    head = decoded;
    complete = last;
  }

  @Override
  public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
    body.writeBytes(retainedSlice);
    retainedSlice.release();
    complete |= last;
  }

  @Override
  public void onTrailers(long streamId, Fields trailers) {
    complete = true;
  }

  @Override
  public void onReset(long streamId, Why why) {
    complete = false;
  }

  @Override
  public void close() {
    if (head != null) {
      head.release();
      head = null;
    }
    codec.release();
    body.release();
    bytes.release();
  }

  /** Takes what a codec says by itself, and forgets it. */
  private record Unsaid(KernelWorker worker) implements BytesOut {
    @Override
    public ByteBufAllocator allocator() {
      return worker.allocator();
    }

    @Override
    public ByteBuf space(int length) {
      // Not pooled: nobody gives it back.
      return io.netty.buffer.Unpooled.buffer(length);
    }

    @Override
    public void write(ByteBuf owned) {
      owned.release();
    }

    @Override
    public void end() {
      // There is no connection.
    }
  }

  /** A connection that is none. */
  private record Nobody(KernelWorker kernel) implements ConnectionInfo {
    private static final SocketAddress HERE =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    @Override
    public long id() {
      return 0;
    }

    @Override
    public Worker worker() {
      return kernel;
    }

    @Override
    public String listener() {
      return "warm-up";
    }

    @Override
    public SocketAddress remote() {
      return HERE;
    }

    @Override
    public SocketAddress local() {
      return HERE;
    }

    @Override
    public SocketAddress peer() {
      return HERE;
    }

    @Override
    public <T> @Nullable T get(Fact<T> fact) {
      return null;
    }

    @Override
    public <T> void put(Fact<T> fact, T value) {
      // Nobody asks for it.
    }
  }
}
