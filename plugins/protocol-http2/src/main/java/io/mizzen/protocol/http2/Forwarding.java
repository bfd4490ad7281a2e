package io.mizzen.protocol.http2;

import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;
import java.net.InetSocketAddress;

/** What the upstream is told about the way a request came; the same for a whole connection. */
final class Forwarding {
  private static final byte[] HTTP = Octets.ascii("http");
  private static final byte[] HTTPS = Octets.ascii("https");
  private static final byte[] SEPARATOR = Octets.ascii(", ");

  private final ForwardedConfig config;
  private final byte[] caller;
  private final byte[] scheme;

  Forwarding(ForwardedConfig config, ConnectionInfo connection) {
    this.config = config;
    this.caller = Octets.ascii(address(connection));
    this.scheme = "tls".equals(connection.get(Fact.TRANSPORT)) ? HTTPS : HTTP;
  }

  private static String address(ConnectionInfo connection) {
    if (!(connection.remote() instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      // A unix socket has no address that would mean anything to the upstream.
      return "";
    }
    String text = inet.getAddress().getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  /** Completes a request head. */
  void apply(Http2RequestHead head) {
    if (config.trustedHops() == 0) {
      head.removeAll(FieldName.X_FORWARDED_HOST);
      head.removeAll(FieldName.X_FORWARDED_PORT);
      head.removeAll(FieldName.FORWARDED);
    }
    switch (config.xForwardedFor()) {
      case KEEP -> {}
      case REMOVE -> head.removeAll(FieldName.X_FORWARDED_FOR);
      case APPEND -> appendCaller(head);
    }
    switch (config.xForwardedProto()) {
      case KEEP -> {}
      case REMOVE -> head.removeAll(FieldName.X_FORWARDED_PROTO);
      case SET -> {
        if (config.trustedHops() == 0 || head.row(FieldName.X_FORWARDED_PROTO, 0) < 0) {
          head.removeAll(FieldName.X_FORWARDED_PROTO);
          head.append(FieldName.X_FORWARDED_PROTO, scheme);
        }
      }
    }
  }

  private void appendCaller(Http2RequestHead head) {
    int first = head.row(FieldName.X_FORWARDED_FOR, 0);
    if (first < 0 || config.trustedHops() == 0) {
      head.removeAll(FieldName.X_FORWARDED_FOR);
      if (caller.length > 0) {
        head.append(FieldName.X_FORWARDED_FOR, caller);
      }
      return;
    }
    int skipped = entries(head, first) - config.trustedHops();
    int at = head.length;
    int entry = 0;
    for (int row = first; row >= 0; row = head.row(FieldName.X_FORWARDED_FOR, row + 1)) {
      int to = head.valueTo(row);
      for (int from = head.valueFrom(row); from < to; ) {
        int end = endOfEntry(head.bytes, from, to);
        if (entry++ >= skipped) {
          appendTrimmed(head, from, end);
        }
        from = end + 1;
      }
    }
    head.append(caller, 0, caller.length);
    int end = head.length;
    head.removeAll(FieldName.X_FORWARDED_FOR);
    head.appendOver(FieldName.X_FORWARDED_FOR, at, end);
  }

  private static void appendTrimmed(Http2RequestHead head, int from, int to) {
    int start = from;
    int stop = to;
    while (start < stop && head.bytes[start] <= ' ') {
      start++;
    }
    while (stop > start && head.bytes[stop - 1] <= ' ') {
      stop--;
    }
    if (start < stop) {
      head.append(head.bytes, start, stop);
      head.append(SEPARATOR, 0, SEPARATOR.length);
    }
  }

  private static int entries(Http2RequestHead head, int first) {
    int entries = 0;
    for (int row = first; row >= 0; row = head.row(FieldName.X_FORWARDED_FOR, row + 1)) {
      int to = head.valueTo(row);
      for (int at = head.valueFrom(row); at < to; at = endOfEntry(head.bytes, at, to) + 1) {
        entries++;
      }
    }
    return entries;
  }

  private static int endOfEntry(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != ',') {
      at++;
    }
    return at;
  }
}
