package io.mizzen.admin;

import io.mizzen.spi.Host;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who has come in by any door, up to a number, and how they are seen off. */
final class Callers {
  /** A configuration to be checked is posted whole; the loader itself takes no more than this. */
  private static final int MOST_BODY = 32 * 1024 * 1024;

  /** Seconds without a request after which a connection is closed. */
  private static final int IDLE_SECONDS = 60;

  /** People, probes and scrapers; more is a mistake, and each may post a large body. */
  private static final int MOST_CONNECTIONS = 64;

  /** Who asks all the time over one connection meets its end with an answer in that time. */
  private static final long LINGER_MILLIS = 250;

  private final Host host;
  private final @Nullable Token token;
  private final Endpoints endpoints;
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private volatile boolean leaving; // written by the control thread, read by the loop

  Callers(Host host, @Nullable Token token) {
    this.host = host;
    this.token = token;
    this.endpoints = new Endpoints(host.operations());
  }

  /** What a connection goes through that comes in by a door. */
  ChannelInitializer<Channel> by(Door door) {
    return new Pipeline(door);
  }

  /** From now on each is told with its answer that its connection ends. */
  void sayFarewell() {
    leaving = true;
  }

  /** Closes all of them; what is being written goes out first. */
  void seeOff() {
    if (leaving) {
      connections.newCloseFuture().awaitUninterruptibly(LINGER_MILLIS);
    }
    connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /** Reads one request at a time: what a caller sends ahead waits in the system's buffers. */
  private final class Pipeline extends ChannelInitializer<Channel> {
    private final Door door;

    Pipeline(Door door) {
      this.door = door;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (connections.size() >= MOST_CONNECTIONS) {
        channel.close();
        return;
      }
      connections.add(channel);
      ChannelPipeline pipeline = channel.pipeline();
      pipeline.addLast(new IdleStateHandler(0, 0, IDLE_SECONDS));
      pipeline.addLast(new HttpServerCodec());
      pipeline.addLast(new HttpObjectAggregator(MOST_BODY, true));
      pipeline.addLast(new FlowControlHandler());
      pipeline.addLast(new AdminConnection(door, token, endpoints, host, () -> leaving));
    }
  }
}
