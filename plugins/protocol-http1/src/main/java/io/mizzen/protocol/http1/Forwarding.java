package io.mizzen.protocol.http1;

import io.mizzen.lib.http.CallerAddress;
import io.mizzen.lib.http.ForwardedConfig;
import io.mizzen.lib.http.Lists;
import io.mizzen.lib.http.Octets;
import io.mizzen.spi.network.ConnectionInfo;
import io.mizzen.spi.network.Fact;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * What the upstream is told about the way a request came: X-Forwarded-For and -Proto, Via. One per
 * connection, since all of it is the same for every request there. What is the same for every
 * connection too is shared: idle connections are counted in bytes.
 */
final class Forwarding {
  private static final byte[] SEPARATOR = Octets.ascii(", ");
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private static final Line PLAIN =
      Line.of(FieldName.X_FORWARDED_PROTO, "X-Forwarded-Proto", "http");
  private static final Line SECURE =
      Line.of(FieldName.X_FORWARDED_PROTO, "X-Forwarded-Proto", "https");

  /** What a caller could forge; only a head with one of them needs a closer look. */
  private static final int CLAIMS =
      FieldName.X_FORWARDED_FOR.bit
          | FieldName.X_FORWARDED_PROTO.bit
          | FieldName.X_FORWARDED_HOST.bit
          | FieldName.X_FORWARDED_PORT.bit
          | FieldName.FORWARDED.bit;

  private final Http1ServerProtocol protocol;
  private final ForwardedConfig config;
  private final Spares spares;
  private final ConnectionInfo connection;
  private final byte[] forwardedFor;
  private final Line forwardedProto;

  /** A header line that is ready to be appended. */
  record Line(FieldName name, byte[] octets) {
    static Line of(FieldName name, String text, String value) {
      return new Line(name, octets(text, value));
    }

    static byte[] octets(String text, String value) {
      return Octets.ascii(text + ": " + value + "\r\n");
    }
  }

  Forwarding(Http1ServerProtocol protocol, ConnectionInfo connection, Spares spares) {
    this.protocol = protocol;
    this.config = protocol.forwarded();
    this.spares = spares;
    this.connection = connection;
    String caller = CallerAddress.of(connection.remote());
    this.forwardedFor = caller.isEmpty() ? new byte[0] : Line.octets("X-Forwarded-For", caller);
    this.forwardedProto = "tls".equals(connection.get(Fact.TRANSPORT)) ? SECURE : PLAIN;
  }

  /** Completes a request head. */
  void apply(Http1RequestHead head) {
    boolean forSaid = false;
    boolean protoSaid = false;
    if (head.mayHave(CLAIMS)) {
      if (config.trustedHops() == 0) {
        head.removeAll(FieldName.X_FORWARDED_HOST);
        head.removeAll(FieldName.X_FORWARDED_PORT);
        head.removeAll(FieldName.FORWARDED);
      }
      forSaid = applyFor(head);
      protoSaid = applyProto(head);
    }
    if (!forSaid && config.xForwardedFor() == ForwardedConfig.For.APPEND && hasAddress()) {
      append(head, FieldName.X_FORWARDED_FOR, forwardedFor);
    }
    if (!protoSaid && config.xForwardedProto() == ForwardedConfig.Proto.SET) {
      append(head, forwardedProto.name, forwardedProto.octets);
    }
    Line via = protocol.requestVia();
    if (via != null) {
      append(head, via.name, via.octets);
    }
    if (head.serviceFrom == head.serviceTo && !hasHost(head)) {
      // A caller of HTTP/1.0, and rare: not worth a line that every connection keeps.
      append(head, FieldName.HOST, Line.octets("Host", hostAndPort(connection.local())));
    }
  }

  /** Whether there is a Host that says something; an empty one is taken out. */
  private static boolean hasHost(Http1RequestHead head) {
    int row = head.row(FieldName.HOST, 0);
    if (row >= 0 && head.valueOf(row) == head.valueEndOf(row)) {
      head.removeRow(row);
      return false;
    }
    return row >= 0;
  }

  private boolean hasAddress() {
    return forwardedFor.length > 0;
  }

  private static void append(Http1RequestHead head, FieldName name, byte[] line) {
    int start = head.length;
    head.append(line);
    int nameEnd = start + name.length();
    head.addRow(name, start, nameEnd, nameEnd + 2, head.length - 2, head.length);
  }

  /** Handles what was received; tells whether the line stands. */
  private boolean applyFor(Http1RequestHead head) {
    int first = head.row(FieldName.X_FORWARDED_FOR, 0);
    if (first < 0 || config.xForwardedFor() == ForwardedConfig.For.KEEP) {
      return false;
    }
    if (config.xForwardedFor() == ForwardedConfig.For.REMOVE
        || config.trustedHops() == 0
        || !hasAddress()) {
      head.removeAll(FieldName.X_FORWARDED_FOR);
      return false;
    }
    int from = head.length;
    appendBelieved(head, first, countEntries(head, first) - config.trustedHops());
    int value = FieldName.X_FORWARDED_FOR.length() + 2;
    head.append(forwardedFor, value, forwardedFor.length - 2);
    head.repoint(first, from, head.length);
    for (int row = head.row(FieldName.X_FORWARDED_FOR, first + 1);
        row >= 0;
        row = head.row(FieldName.X_FORWARDED_FOR, row + 1)) {
      head.removeRow(row);
    }
    return true;
  }

  private static int countEntries(Http1RequestHead head, int first) {
    int entries = 0;
    for (int row = first; row >= 0; row = head.row(FieldName.X_FORWARDED_FOR, row + 1)) {
      int to = head.valueEndOf(row);
      for (int at = head.valueOf(row); at < to; at = Lists.end(head.bytes, at, to) + 1) {
        entries++;
      }
    }
    return entries;
  }

  private static void appendBelieved(Http1RequestHead head, int first, int skipped) {
    int entry = 0;
    for (int row = first; row >= 0; row = head.row(FieldName.X_FORWARDED_FOR, row + 1)) {
      int to = head.valueEndOf(row);
      for (int at = head.valueOf(row); at < to; ) {
        int end = Lists.end(head.bytes, at, to);
        int start = Lists.trimLeft(head.bytes, at, end);
        int stop = Lists.trimRight(head.bytes, start, end);
        if (entry++ >= skipped && start < stop) {
          head.appendOwn(start, stop);
          head.append(SEPARATOR);
        }
        at = end + 1;
      }
    }
  }

  private boolean applyProto(Http1RequestHead head) {
    if (!head.has(FieldName.X_FORWARDED_PROTO)
        || config.xForwardedProto() == ForwardedConfig.Proto.KEEP) {
      return false;
    }
    if (config.xForwardedProto() == ForwardedConfig.Proto.SET && config.trustedHops() > 0) {
      return true;
    }
    head.removeAll(FieldName.X_FORWARDED_PROTO);
    return false;
  }

  /** 128 random bits: enough to tell requests apart, not a secret. */
  void addRequestId(Http1RequestHead head) {
    int from = head.length;
    head.append("X-Request-Id: ");
    int nameEnd = head.length - 2;
    for (int half = 0; half < 2; half++) {
      long bits = spares.random();
      for (int i = 0; i < 16; i++) {
        head.append((byte) HEX[(int) (bits >>> (i * 4)) & 15]);
      }
    }
    int valueEnd = head.length;
    head.append(Octets.CR);
    head.append(Octets.LF);
    head.addRow(FieldName.X_REQUEST_ID, from, nameEnd, nameEnd + 2, valueEnd, head.length);
  }

  /** A Host for a caller of HTTP/1.0 that named none: what it called. */
  private static String hostAndPort(SocketAddress local) {
    String host = CallerAddress.of(local);
    if (host.isEmpty()) {
      return "localhost";
    }
    int port = ((InetSocketAddress) local).getPort();
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
