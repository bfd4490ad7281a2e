package io.mizzen.kernel.network;

import io.mizzen.spi.config.HostPort;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A peer's address as people write it: {@code 10.0.0.1:80}, {@code [::1]:80}, {@code unix}. */
public final class AddressText {
  private AddressText() {}

  /** Whether this is a place by itself, with nothing to look up. */
  public static boolean isLiteral(HostPort address) {
    return address.isUnix()
        || NetUtil.isValidIpV4Address(address.host())
        || NetUtil.isValidIpV6Address(address.host());
  }

  /** The text; empty if there is no address. A client's unix socket has no path to show. */
  public static String of(@Nullable SocketAddress address) {
    if (address == null) {
      return "";
    }
    if (!(address instanceof InetSocketAddress inet)) {
      return "unix";
    }
    InetAddress ip = inet.getAddress();
    String host = ip == null ? inet.getHostString() : ip.getHostAddress();
    return (ip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + inet.getPort();
  }
}
