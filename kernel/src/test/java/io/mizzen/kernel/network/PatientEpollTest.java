package io.mizzen.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A pause holds although the peer has ended, and nothing is lost by it. */
class PatientEpollTest {
  private static final int SENT = 2 << 20;

  private final AtomicLong received = new AtomicLong();
  private final CountDownLatch paused = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Channel accepted;

  /** Stops reading with its first bytes. */
  private final class Reader extends ChannelInboundHandlerAdapter {
    private boolean stopped;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      ByteBuf in = (ByteBuf) message;
      received.addAndGet(in.readableBytes());
      in.release();
      if (!stopped) {
        stopped = true;
        ctx.channel().config().setAutoRead(false);
        accepted = ctx.channel();
        paused.countDown();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        ended.countDown();
      }
    }
  }

  @Test
  void theEndOfAPeerDoesNotEndAPause() throws Exception {
    assumeTrue(Epoll.isAvailable());
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, PatientEpoll.newFactory());
    try {
      Channel server =
          new ServerBootstrap()
              .group(loop)
              .channel(EpollServerSocketChannel.class)
              // Room in the system for all of it.
              .option(ChannelOption.SO_RCVBUF, 2 * SENT)
              .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
              .childHandler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel child) {
                      child.pipeline().addLast(new Reader());
                    }
                  })
              .bind(InetAddress.getLoopbackAddress(), 0)
              .sync()
              .channel();
      try (Socket peer = new Socket()) {
        peer.connect((InetSocketAddress) server.localAddress());
        peer.getOutputStream().write(1);
        assertTrue(paused.await(15, TimeUnit.SECONDS));
        peer.getOutputStream().write(new byte[SENT]);
        peer.shutdownOutput();
        // Loopback: what was sent has arrived. Turns enough for the loop to be told.
        for (int turn = 0; turn < 100; turn++) {
          loop.submit(() -> {}).get(15, TimeUnit.SECONDS);
        }
        assertEquals(1, received.get());
        accepted.writeAndFlush(accepted.alloc().buffer().writeByte(2));
        assertEquals(2, peer.getInputStream().read(), "it can still be answered");
        accepted.config().setAutoRead(true);
        assertTrue(ended.await(15, TimeUnit.SECONDS));
        assertEquals(1 + SENT, received.get());
      }
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void aTurnServesThirtyTwoSocketsAtMostAndAllGetTheirTurn() throws Exception {
    assumeTrue(Epoll.isAvailable());
    int sockets = 100;
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, PatientEpoll.newFactory());
    List<Socket> peers = new ArrayList<>();
    AtomicInteger read = new AtomicInteger();
    AtomicInteger inFirstTurn = new AtomicInteger();
    CountDownLatch open = new CountDownLatch(sockets);
    CountDownLatch all = new CountDownLatch(sockets);
    ChannelInboundHandlerAdapter counter =
        new ChannelInboundHandlerAdapter() {
          @Override
          public boolean isSharable() {
            return true;
          }

          @Override
          public void channelActive(ChannelHandlerContext ctx) {
            open.countDown();
          }

          @Override
          public void channelRead(ChannelHandlerContext ctx, Object message) {
            ((ByteBuf) message).release();
            if (read.incrementAndGet() == 1) {
              // Tasks come after the sockets of a turn.
              ctx.channel().eventLoop().execute(() -> inFirstTurn.set(read.get()));
            }
            all.countDown();
          }
        };
    try {
      Channel server =
          new ServerBootstrap()
              .group(loop)
              .channel(EpollServerSocketChannel.class)
              .childHandler(counter)
              .bind(InetAddress.getLoopbackAddress(), 0)
              .sync()
              .channel();
      for (int i = 0; i < sockets; i++) {
        Socket peer = new Socket();
        peers.add(peer);
        peer.connect((InetSocketAddress) server.localAddress());
      }
      assertTrue(open.await(15, TimeUnit.SECONDS));
      CountDownLatch written = new CountDownLatch(1);
      loop.execute(() -> awaitIt(written)); // so that all are ready before the first is read
      for (Socket peer : peers) {
        peer.getOutputStream().write(1);
      }
      written.countDown();
      assertTrue(all.await(15, TimeUnit.SECONDS));
      assertTrue(inFirstTurn.get() <= 32, "in one turn: " + inFirstTurn);
      assertEquals(sockets, read.get());
    } finally {
      for (Socket peer : peers) {
        peer.close();
      }
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5, TimeUnit.SECONDS);
    }
  }

  private static void awaitIt(CountDownLatch latch) {
    try {
      assertTrue(latch.await(15, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
