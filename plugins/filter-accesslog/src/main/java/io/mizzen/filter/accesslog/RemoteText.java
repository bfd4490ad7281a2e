package io.mizzen.filter.accesslog;

import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** The caller's address as text, made once per connection and kept with it. */
final class RemoteText {
  private static final Fact<byte[]> TEXT = new Fact<>("accessLogRemote");

  private RemoteText() {}

  static byte[] of(ConnectionInfo connection) {
    byte[] known = connection.get(TEXT);
    if (known == null) {
      known = text(connection.remote()).getBytes(StandardCharsets.US_ASCII);
      connection.put(TEXT, known);
    }
    return known;
  }

  private static String text(SocketAddress remote) {
    if (remote instanceof InetSocketAddress inet) {
      InetAddress address = inet.getAddress();
      String host = address == null ? inet.getHostString() : address.getHostAddress();
      boolean brackets = address instanceof Inet6Address;
      return brackets ? "[" + host + "]:" + inet.getPort() : host + ":" + inet.getPort();
    }
    // A client's unix socket has no path; what is printable of others is not worth a format.
    return "unix";
  }
}
