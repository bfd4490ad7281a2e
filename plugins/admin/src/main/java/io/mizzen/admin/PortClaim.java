package io.mizzen.admin;

import io.mizzen.spi.config.HostPort;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The other end of a {@link PortOffer}. */
final class PortClaim implements AutoCloseable {
  /** On one machine it takes less than a millisecond; without it the port is bound anew. */
  private static final long PATIENCE_SECONDS = 2;

  private final DuplexChannel channel;
  private @Nullable FileDescriptor socket; // null once it is somebody's

  private PortClaim(DuplexChannel channel, FileDescriptor socket) {
    this.channel = channel;
    this.socket = socket;
  }

  /** Takes what is offered; null if nothing is. */
  static @Nullable PortClaim at(Path place, EventLoopGroup loop, Logger log) {
    if (!Files.exists(place)) {
      return null;
    }
    CompletableFuture<FileDescriptor> coming = new CompletableFuture<>();
    var connected =
        new Bootstrap()
            .group(loop)
            .channel(EpollDomainSocketChannel.class)
            .option(
                EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
            .handler(new Taking(coming))
            .connect(new DomainSocketAddress(place.toString()));
    if (!connected.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)
        || !connected.isSuccess()) {
      log.debug("nobody offers a port at {}", place, connected.cause());
      connected.channel().close();
      return null;
    }
    FileDescriptor nothing = new FileDescriptor(0);
    FileDescriptor came =
        coming
            .exceptionally(failed -> nothing)
            .completeOnTimeout(nothing, PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join();
    if (came == nothing) {
      log.warn("a port was offered at {} and did not come", place);
      connected.channel().close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return null;
    }
    return new PortClaim((DuplexChannel) connected.channel(), came);
  }

  /** A channel of the socket, not registered yet, if it is the one of this address; else null. */
  @Nullable EpollServerSocketChannel as(HostPort wanted) {
    FileDescriptor mine = socket;
    if (mine == null) {
      return null;
    }
    EpollServerSocketChannel server = new EpollServerSocketChannel(mine.intValue());
    InetSocketAddress is = server.localAddress();
    boolean fits =
        is != null
            && is.getAddress().equals(new InetSocketAddress(wanted.host(), 0).getAddress())
            && (wanted.port() == 0 || wanted.port() == is.getPort());
    if (!fits) {
      return null;
    }
    socket = null;
    return server;
  }

  /** The other process accepts nothing more at this port, and has said so. */
  @Override
  public void close() throws IOException {
    FileDescriptor left = socket;
    socket = null;
    if (left != null) {
      left.close();
    }
    channel.shutdownOutput();
    if (!channel.closeFuture().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      channel.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static final class Taking extends ChannelInboundHandlerAdapter {
    private final CompletableFuture<FileDescriptor> coming;

    Taking(CompletableFuture<FileDescriptor> coming) {
      this.coming = coming;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
      FileDescriptor socket = (FileDescriptor) message;
      if (!coming.complete(socket)) {
        socket.close();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      coming.completeExceptionally(new IOException("closed"));
    }
  }
}
