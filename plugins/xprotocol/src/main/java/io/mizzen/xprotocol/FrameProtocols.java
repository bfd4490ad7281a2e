package io.mizzen.xprotocol;

import io.mizzen.spi.Host;
import io.mizzen.spi.protocol.ClientProtocol;
import io.mizzen.spi.protocol.ServerProtocol;

/** Makes the two sides of a protocol out of its format; what a protocol's factory calls. */
public final class FrameProtocols {
  private FrameProtocols() {}

  /**
   * The protocol under a listener.
   *
   * @param host that of the plugin, which has called {@link FrameCounters#declare} with the same
   *     word
   */
  public static ServerProtocol server(
      FrameFormat format, FrameServerSettings settings, String counters, Host host) {
    return new FrameServer(
        format, settings, FramePool.of(host, format, new FrameCounters(counters, host)));
  }

  /** The protocol under a cluster; parameters as {@link #server}. */
  public static ClientProtocol client(
      FrameFormat format, FrameClientSettings settings, String counters, Host host) {
    return new FrameClient(
        format, settings, FramePool.of(host, format, new FrameCounters(counters, host)));
  }
}
