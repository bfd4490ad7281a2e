package io.mizzen.kernel.restart;

import io.mizzen.kernel.network.InheritedSockets;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends and receives open sockets (SCM_RIGHTS, unix(7)), which Java itself cannot. Has a connection
 * and an event loop of its own: Netty's sockets carry either bytes or descriptors. One thread sends
 * and waits for each, so they arrive in order.
 */
final class DescriptorPost implements AutoCloseable {
  /** Enough for a write on the same machine; beyond that the other side is not well. */
  private static final long PATIENCE_SECONDS = 10;

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("mizzen-descriptors", true), EpollIoHandler.newFactory());
  private final BlockingQueue<Came> received = new LinkedBlockingQueue<>();
  private final Channel channel;

  private DescriptorPost(Path socket, Role role) throws IOException {
    DomainSocketAddress address = new DomainSocketAddress(socket.toString());
    var done = role == Role.RECEIVER ? receiver().bind(address) : sender().connect(address);
    if (!done.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS) || !done.isSuccess()) {
      loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new IOException("no way for sockets through " + socket, done.cause());
    }
    channel = done.channel();
  }

  private enum Role {
    SENDER,
    RECEIVER
  }

  /**
   * What has come.
   *
   * @param socket null for the end of the other process: nothing follows
   */
  private record Came(@Nullable FileDescriptor socket) {}

  /** Listens for descriptors. */
  static DescriptorPost receiver(Path socket) throws IOException {
    Files.deleteIfExists(socket);
    return new DescriptorPost(socket, Role.RECEIVER);
  }

  /** Connects to one that listens. */
  static DescriptorPost sender(Path socket) throws IOException {
    return new DescriptorPost(socket, Role.SENDER);
  }

  private Bootstrap sender() {
    return new Bootstrap()
        .group(loop)
        .channel(EpollDomainSocketChannel.class)
        .handler(new ChannelInboundHandlerAdapter());
  }

  private ServerBootstrap receiver() {
    return new ServerBootstrap()
        .group(loop)
        .channel(EpollServerDomainSocketChannel.class)
        .childOption(
            EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel child) {
                child.pipeline().addLast(new Collector());
              }
            });
  }

  private final class Collector extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      received.add(new Came((FileDescriptor) message));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      received.add(new Came(null));
    }
  }

  /** Sends one; it stays open here. */
  void send(FileDescriptor descriptor) throws IOException {
    var done = channel.writeAndFlush(descriptor);
    if (!done.awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS) || !done.isSuccess()) {
      throw new IOException("a socket could not be sent", done.cause());
    }
  }

  /**
   * Sends one without waiting; it has to stay open until the other process has it.
   *
   * @param failed told on a thread of this class
   */
  void sendLater(FileDescriptor descriptor, Consumer<Throwable> failed) {
    channel
        .writeAndFlush(descriptor)
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                failed.accept(done.cause());
              }
            });
  }

  /**
   * The next one; the caller owns it.
   *
   * @throws EOFException if the other process has ended: nobody may have to wait for it
   */
  FileDescriptor receive(Duration most) throws IOException {
    try {
      Came next = received.poll(most.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new IOException("a socket was announced, but did not come");
      }
      FileDescriptor socket = next.socket();
      if (socket == null) {
        received.add(next);
        throw new EOFException("the other process has ended before a socket came");
      }
      return socket;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    for (Came left = received.poll(); left != null; left = received.poll()) {
      if (left.socket() != null) {
        InheritedSockets.close(left.socket());
      }
    }
  }
}
