package io.mizzen.kernel.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
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
}
