package io.mizzen.protocol.http2;

import io.mizzen.lib.http.CallerAddress;
import io.mizzen.lib.http.ForwardedConfig;
import io.mizzen.lib.http.Lists;
import io.mizzen.lib.http.Octets;
import io.mizzen.lib.http.Via;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;

/** What the upstream is told about the way a request came; the same for a whole connection. */
final class Forwarding {
  private static final byte[] HTTP = Octets.ascii("http");
  private static final byte[] HTTPS = Octets.ascii("https");
  private static final byte[] SEPARATOR = Octets.ascii(", ");

  private final ForwardedConfig config;
  private final byte[] caller;
  private final byte[] scheme;
  private final byte[] via;

  Forwarding(ForwardedConfig config, Via via, ConnectionInfo connection) {
    this.config = config;
    this.via = via.requests();
    this.caller = Octets.ascii(CallerAddress.of(connection.remote()));
    this.scheme = "tls".equals(connection.get(Fact.TRANSPORT)) ? HTTPS : HTTP;
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
    if (via.length > 0) {
      // Several lines mean the same as one (RFC 9110 section 5.3).
      head.append(FieldName.VIA, via);
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
        int end = Lists.end(head.bytes, from, to);
        int start = Lists.trimLeft(head.bytes, from, end);
        int stop = Lists.trimRight(head.bytes, start, end);
        if (entry++ >= skipped && start < stop) {
          head.append(head.bytes, start, stop);
          head.append(SEPARATOR, 0, SEPARATOR.length);
        }
        from = end + 1;
      }
    }
    head.append(caller, 0, caller.length);
    int end = head.length;
    head.removeAll(FieldName.X_FORWARDED_FOR);
    head.appendOver(FieldName.X_FORWARDED_FOR, at, end);
  }

  private static int entries(Http2RequestHead head, int first) {
    int entries = 0;
    for (int row = first; row >= 0; row = head.row(FieldName.X_FORWARDED_FOR, row + 1)) {
      int to = head.valueTo(row);
      for (int at = head.valueFrom(row); at < to; at = Lists.end(head.bytes, at, to) + 1) {
        entries++;
      }
    }
    return entries;
  }
}
