package io.mizzen.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** Has listening sockets of which none accepts before all are told to. */
final class Acceptor {
  private final EventLoopGroup loop;
  private final Callers callers;
  private final ChannelGroup servers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  Acceptor(EventLoopGroup loop, Callers callers) {
    this.loop = loop;
    this.callers = callers;
  }

  /**
   * Listens at an address.
   *
   * @throws IOException if it cannot be had
   */
  Channel bind(Class<? extends ServerChannel> type, SocketAddress at, Door door)
      throws IOException {
    return opened(bootstrap(door).channel(type).bind(at));
  }

  /**
   * Takes a socket that listens already.
   *
   * @throws IOException if the loop refuses it
   */
  Channel adopt(EpollServerSocketChannel socket, Door door) throws IOException {
    return opened(bootstrap(door).channelFactory(() -> socket).register());
  }

  /** Nothing may be read before the pipeline is complete, and before all doors can be opened. */
  private ServerBootstrap bootstrap(Door door) {
    return new ServerBootstrap()
        .group(loop)
        .option(ChannelOption.AUTO_READ, false)
        .childOption(ChannelOption.AUTO_READ, false)
        .childHandler(callers.by(door));
  }

  private Channel opened(ChannelFuture opening) throws IOException {
    Throwable cause = opening.awaitUninterruptibly().cause();
    if (cause != null) {
      throw cause instanceof IOException io ? io : new IOException(cause.getMessage(), cause);
    }
    servers.add(opening.channel());
    return opening.channel();
  }

  /** Accepts at all of them. */
  void accept() {
    for (Channel server : servers) {
      server.eventLoop().submit(() -> server.config().setAutoRead(true)).awaitUninterruptibly();
    }
  }

  /** Closes all that are open. */
  void close() {
    servers.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }
}
