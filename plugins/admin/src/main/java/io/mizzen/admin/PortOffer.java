package io.mizzen.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A port's listening socket, given to the next process at a unix socket in the instance folder,
 * which nobody else may enter. Both have the socket then and its one queue, so nobody who connects
 * is refused: when the other one has said by its end of stream that it can accept, this one stops
 * and says so by closing, and only then the other one begins.
 *
 * <pre>
 *   next process                          this process, accepts
 *   connects         ------------------&gt;
 *                    &lt;------------------  the socket (SCM_RIGHTS)
 *   ends its output  ------------------&gt;
 *                                         accepts nothing more
 *                    &lt;------------------  closes
 *   accepts
 * </pre>
 */
final class PortOffer {
  private static final long PATIENCE_SECONDS = 1;

  private final Channel port;
  private final Channel server;

  private PortOffer(Channel port, EventLoopGroup loop, Path at) throws IOException {
    this.port = port;
    Files.deleteIfExists(at);
    var bound =
        new ServerBootstrap()
            .group(loop)
            .channel(EpollServerDomainSocketChannel.class)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Giving());
                  }
                })
            .bind(new DomainSocketAddress(at.toString()));
    if (!bound.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS) || !bound.isSuccess()) {
      throw new IOException("no socket can be offered at " + at, bound.cause());
    }
    this.server = bound.channel();
  }

  /** Where the socket of a door is given away. */
  static Path place(Path folder, Door door) {
    return folder.resolve("admin-" + door.word() + ".port");
  }

  /**
   * Offers a port that goes on accepting.
   *
   * @throws IOException if it cannot be, such as by a path too long for a unix socket
   */
  static PortOffer open(Channel port, EventLoopGroup loop, Path at) throws IOException {
    return new PortOffer(port, loop, at);
  }

  /** Nobody has come, or somebody has; the port is the caller's affair. */
  void close() {
    server.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private final class Giving extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.writeAndFlush(((UnixChannel) port).fd())
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        server.close();
        port.close().addListener(closed -> ctx.close());
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      server.close();
      port.close();
    }
  }
}
