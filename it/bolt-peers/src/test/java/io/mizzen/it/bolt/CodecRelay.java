package io.mizzen.it.bolt;

import io.mizzen.protocol.bolt.BoltClientConfig;
import io.mizzen.protocol.bolt.BoltPlugin;
import io.mizzen.protocol.bolt.BoltServerConfig;
import io.mizzen.spi.Why;
import io.mizzen.spi.protocol.BytesOut;
import io.mizzen.spi.protocol.ClientCodec;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.Codec;
import io.mizzen.spi.protocol.Fields;
import io.mizzen.spi.protocol.MessageHead;
import io.mizzen.spi.protocol.ProtocolException;
import io.mizzen.spi.protocol.ProtocolFactory;
import io.mizzen.spi.protocol.RequestHead;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import io.mizzen.spi.protocol.ResponseHead;
import io.mizzen.spi.protocol.ServerCodec;
import io.mizzen.spi.protocol.ServerProtocol;
import io.mizzen.spi.protocol.StreamEvents;
import io.mizzen.testkit.ConfigRecords;
import io.mizzen.testkit.FakeConnection;
import io.mizzen.testkit.FakeHost;
import io.mizzen.testkit.RecordingRegistrar;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * The two codecs joined over plain sockets, with nothing of the kernel: all callers share one
 * upstream connection, so ids must be exchanged and versions mix.
 *
 * <pre>
 *   callers ==&gt; server codecs --&gt; one client codec ==&gt; upstream      one thread
 * </pre>
 */
final class CodecRelay implements ProxyUnderTest {
  private final FakeHost host = FakeHost.of(new BoltPlugin());
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ServerProtocol server;
  private final Upstream upstream;
  private final Channel listener;

  CodecRelay(int upstreamPort) {
    @SuppressWarnings("unchecked") // the plugin registers one protocol, with these records
    var factory =
        (ProtocolFactory<BoltServerConfig, BoltClientConfig>)
            RecordingRegistrar.of(new BoltPlugin()).factories().get("protocol bolt");
    server = factory.server(ConfigRecords.defaults(BoltServerConfig.class), host);
    ClientProtocol client = factory.client(ConfigRecords.defaults(BoltClientConfig.class), host);
    upstream = new Upstream(client.newCodec(host.worker()));
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .handler(upstream)
        .connect("127.0.0.1", upstreamPort)
        .syncUninterruptibly();
    listener =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Downstream(channel));
                  }
                })
            .bind("127.0.0.1", 0)
            .syncUninterruptibly()
            .channel();
  }

  @Override
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public long heartbeatsAnswered() {
    return host.metrics().count("bolt_heartbeats_answered_total");
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    host.close();
  }

  /** A socket with a codec on it. */
  private abstract static class Side<H extends MessageHead> extends ChannelInboundHandlerAdapter
      implements StreamEvents<H>, BytesOut {
    private final Codec<H> codec;
    private Channel channel;
    private ByteBuf unread;
    private ByteBuf tail;

    Side(Codec<H> codec) {
      this.codec = codec;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      channel = context.channel();
      unread = allocator().buffer();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf more = (ByteBuf) message;
      ByteBuf joined = allocator().buffer(unread.readableBytes() + more.readableBytes());
      joined.writeBytes(unread).writeBytes(more);
      unread.release();
      more.release();
      unread = joined;
      try {
        codec.decode(unread, this, this);
        flush();
      } catch (ProtocolException e) {
        context.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      codec.release();
      unread.release();
    }

    void flush() {
      if (tail != null) {
        channel.writeAndFlush(tail);
        tail = null;
      }
    }

    @Override
    public ByteBuf space(int bytes) {
      if (tail == null) {
        tail = allocator().buffer(bytes);
      }
      return tail.ensureWritable(bytes);
    }

    @Override
    public void write(ByteBuf owned) {
      space(owned.readableBytes()).writeBytes(owned);
      owned.release();
    }

    @Override
    public ByteBufAllocator allocator() {
      return ByteBufAllocator.DEFAULT;
    }

    @Override
    public void end() {
      throw new AssertionError("no direction of bolt ends before the other");
    }

    @Override
    public void onTrailers(long streamId, Fields trailers) {
      throw new AssertionError("bolt has no trailers");
    }
  }

  /** A caller. */
  private final class Downstream extends Side<RequestHead> {
    private final ServerCodec codec;
    private final Map<Long, Long> upstreamIds = new HashMap<>();

    Downstream(Channel channel) {
      this(server.newCodec(new FakeConnection(host.worker())));
      channel.closeFuture().addListener(closed -> upstreamIds.clear());
    }

    private Downstream(ServerCodec codec) {
      super(codec);
      this.codec = codec;
    }

    @Override
    public void onHead(long streamId, RequestHead head, boolean last) {
      long id = upstream.codec.nextStreamId();
      try {
        upstream.codec.encodeHead(id, head, last, upstream);
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
      upstreamIds.put(streamId, id);
      if (head.exchange() == Exchange.ANSWERED) {
        upstream.waiting.put(id, new Waiting(this, streamId, head));
      }
      if (last) {
        upstream.flush();
      }
    }

    @Override
    public void onBody(long streamId, ByteBuf retainedSlice, boolean last) {
      upstream.codec.encodeBody(upstreamIds.get(streamId), retainedSlice, last, upstream);
      if (last) {
        upstreamIds.remove(streamId);
        upstream.flush();
      }
    }

    @Override
    public void onReset(long streamId, Why why) {
      throw new AssertionError("no reset in bolt");
    }
  }

  /** What waits for an answer. */
  private record Waiting(Downstream downstream, long streamId, RequestHead head) {}

  /** The only connection to the upstream. */
  private static final class Upstream extends Side<ResponseHead> {
    private final ClientCodec codec;
    private final Map<Long, Waiting> waiting = new HashMap<>();

    Upstream(ClientCodec codec) {
      super(codec);
      this.codec = codec;
    }

    @Override
    public void onHead(long id, ResponseHead head, boolean last) {
      Waiting stream = waiting.get(id);
      Downstream to = stream.downstream();
      try {
        to.codec.encodeHead(stream.streamId(), stream.head(), head, last, to);
      } catch (ProtocolException e) {
        throw new AssertionError(e);
      }
      head.release();
      if (last) {
        end(id, stream);
      }
    }

    @Override
    public void onBody(long id, ByteBuf retainedSlice, boolean last) {
      Waiting stream = waiting.get(id);
      Downstream to = stream.downstream();
      to.codec.encodeBody(stream.streamId(), retainedSlice, last, to);
      if (last) {
        end(id, stream);
      }
    }

    private void end(long id, Waiting stream) {
      waiting.remove(id);
      stream.downstream().flush();
      stream.head().release();
    }

    @Override
    public void onReset(long id, Why why) {
      throw new AssertionError("the upstream answered rubbish: " + why);
    }
  }
}
