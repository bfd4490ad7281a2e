package io.mizzen.kernel.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** Opens outgoing links. */
public final class Dialer {
  private final Transport transport;

  public Dialer(Transport transport) {
    this.transport = transport;
  }

  /**
   * Begins to connect on the worker's loop; the handler hears of it by {@link
   * LinkHandler#onConnected} or by {@link LinkHandler.End#NOT_CONNECTED}, never before this
   * returns.
   *
   * @param timeoutMillis from 1
   * @param bufferHigh unsent bytes above which the link is not writable
   */
  public Link dial(
      KernelWorker worker,
      SocketAddress address,
      int timeoutMillis,
      int bufferHigh,
      LinkHandler handler) {
    boolean unix =
        address instanceof DomainSocketAddress || address instanceof UnixDomainSocketAddress;
    Channel channel = transport.newClient(unix);
    transport.tune(channel);
    Sockets.configure(worker, channel, bufferHigh, unix);
    channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis);
    Link link = new Link(worker, channel, handler);
    channel.pipeline().addLast(link);
    worker.loop().register(channel);
    worker.execute(
        () ->
            channel
                .connect(address)
                .addListener(
                    done -> {
                      if (!done.isSuccess()) {
                        link.connectFailed();
                        channel.close();
                      }
                    }));
    return link;
  }

  /** The address of an endpoint; names are not resolved. */
  public SocketAddress unix(String path) {
    return transport.unixAddress(path);
  }

  /** Settings that downstream and upstream sockets share. */
  static final class Sockets {
    private Sockets() {}

    static void configure(KernelWorker worker, Channel channel, int bufferHigh, boolean unix) {
      var config = channel.config();
      config.setWriteBufferWaterMark(new WriteBufferWaterMark(bufferHigh / 4, bufferHigh));
      config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
      // Reads too: Netty's own allocator makes an object for every slice of a buffer, and in a heap
      // of 512 MiB and less pools none above 16 KiB.
      config.setAllocator(worker.allocator());
      config.setRecvByteBufAllocator(ReadSizes.INSTANCE);
      if (!unix) {
        config.setOption(ChannelOption.TCP_NODELAY, true);
      }
    }
  }
}
