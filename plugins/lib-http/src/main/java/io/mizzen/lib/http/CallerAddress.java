package io.mizzen.lib.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses as forwarded fields say them. */
public final class CallerAddress {
  private CallerAddress() {}

  /** An address without port and scope; empty for a unix socket, which would mean nothing there. */
  public static String of(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return "";
    }
    String text = inet.getAddress().getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }
}
