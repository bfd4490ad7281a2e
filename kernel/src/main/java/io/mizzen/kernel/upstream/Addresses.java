package io.mizzen.kernel.upstream;

import io.mizzen.kernel.network.Dialer;
import io.mizzen.kernel.network.MayWait;
import io.mizzen.spi.config.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the text of an endpoint to an address that can be connected to. */
final class Addresses {
  private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

  private Addresses() {}

  /**
   * Resolves a name if it is one, which may take the system's time for that: never on a worker.
   *
   * @return null if the name is not known now
   */
  @MayWait("the control thread")
  static @Nullable SocketAddress resolved(String address, Dialer dialer) {
    HostPort parsed = HostPort.parse(address);
    if (parsed.isUnix()) {
      return dialer.unix(parsed.host());
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(parsed.host()), parsed.port());
    } catch (UnknownHostException e) {
      LOG.warn("endpoint {}: the name is not known", address);
      return null;
    }
  }
}
