package io.mizzen.protocol.http2;

import io.mizzen.lib.http.Authority;
import io.mizzen.lib.http.ByteView;
import io.mizzen.lib.http.Octets;
import io.mizzen.lib.http.PathPolicy;
import io.mizzen.lib.http.Paths;
import io.mizzen.lib.http.Via;
import io.mizzen.protocol.http2.Http2RequestHead.Dialect;
import io.mizzen.spi.protocol.RequestHead.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads request heads and judges them (RFC 9113 section 8.3.1). */
final class RequestReader extends SectionReader {
  private static final byte[] GET = Octets.ascii("GET");
  private static final byte[] POST = Octets.ascii("POST");
  private static final byte[] GRPC = Octets.ascii("application/grpc");
  private static final byte[] COOKIE_SEPARATOR = Octets.ascii("; ");
  private static final int NEEDED =
      FieldName.METHOD.bit | FieldName.SCHEME.bit | FieldName.PATH.bit;

  private final PathPolicy paths;
  private final Via via;
  private final List<String> tunnels;
  private @Nullable Http2RequestHead head;
  private int authorityFrom;
  private int authorityTo;

  /** The status that a refused request is answered with. */
  private int refusal;

  RequestReader(HeadLimits limits, PathPolicy paths, Via via, List<String> tunnels) {
    super(limits);
    this.tunnels = tunnels;
    this.paths = paths;
    this.via = via;
  }

  void start(Http2RequestHead into) {
    start();
    head = into;
    refusal = 0;
  }

  int refusal() {
    return refusal;
  }

  @Override
  Http2RequestHead block() {
    Http2RequestHead now = head;
    if (now == null) {
      throw new IllegalStateException("no head to read into");
    }
    return now;
  }

  @Override
  boolean pseudo(FieldName name, byte[] values, int from, int to) {
    Http2RequestHead into = block();
    switch (name) {
      case METHOD -> {
        if (from == to || !Octets.all(Octets.TOKEN, values, from, to)) {
          return false;
        }
        into.method = method(values, from, to);
      }
      case SCHEME -> {
        return from < to && Octets.all(Octets.TOKEN, values, from, to);
      }
      case AUTHORITY -> {
        authorityFrom = into.append(values, from, to);
        authorityTo = into.length;
      }
      case PATH -> {
        if (from == to || !Octets.all(Octets.PATH, values, from, to)) {
          return false;
        }
        into.pathFrom = into.append(values, from, to);
        into.pathTo = into.length;
      }
      case PROTOCOL -> {
        // Malformed unless it was offered (RFC 8441 section 3).
        into.tunnel = new ByteView().over(values, from, to).toString();
        return !tunnels.isEmpty() && Octets.isToken(into.tunnel);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String method(byte[] values, int from, int to) {
    if (Octets.equal(values, from, to, GET)) {
      return "GET";
    }
    if (Octets.equal(values, from, to, POST)) {
      return "POST";
    }
    return new ByteView().over(values, from, to).toString();
  }

  /** The section is complete. */
  Verdict finish(boolean last) {
    Http2RequestHead into = block();
    if (verdict != Verdict.GOOD) {
      return verdict;
    }
    if (has(FieldName.PROTOCOL)) {
      Verdict asked = readTunnel(into, last);
      if (asked != Verdict.GOOD) {
        return asked;
      }
    } else if (into.method.equals("CONNECT")) {
      boolean proper = has(FieldName.AUTHORITY) && !has(FieldName.SCHEME) && !has(FieldName.PATH);
      return proper ? refuse(501) : Verdict.MALFORMED;
    }
    if ((seen & NEEDED) != NEEDED || !isTarget(into) || !readLength(into, last)) {
      return Verdict.MALFORMED;
    }
    Verdict host = readHost(into);
    if (host != Verdict.GOOD) {
      return host;
    }
    int refused = judgePath(into);
    if (refused == 0 && isLoop(into)) {
      refused = 508;
    }
    if (refused != 0) {
      return refuse(refused);
    }
    if (has(FieldName.COOKIE)) {
      joinCookies(into);
    }
    readGrpc(into);
    return Verdict.GOOD;
  }

  /** Extended CONNECT (RFC 8441 section 4) is to routes and filters what HTTP/1 has: a GET. */
  private Verdict readTunnel(Http2RequestHead into, boolean last) {
    if (!into.method.equals("CONNECT") || last || !has(FieldName.AUTHORITY)) {
      return Verdict.MALFORMED;
    }
    if (!tunnels.contains(into.tunnel)) {
      return refuse(501);
    }
    into.method = "GET";
    into.exchange = Exchange.TUNNEL;
    return Verdict.GOOD;
  }

  private Verdict refuse(int status) {
    refusal = status;
    return Verdict.REFUSED;
  }

  private static boolean isTarget(Http2RequestHead into) {
    return Targets.isTarget(into.bytes, into.pathFrom, into.pathTo, into.method);
  }

  /** The status that a path is refused with, or 0. */
  private int judgePath(Http2RequestHead into) {
    return switch (Paths.judge(into.bytes, into.pathFrom, into.pathTo, paths)) {
      case FORWARD -> 0;
      case REWRITE -> {
        into.rewritePath();
        yield 0;
      }
      case REFUSE, REFUSE_AS_NO_URI -> 400;
    };
  }

  private boolean isLoop(Http2RequestHead into) {
    if (!has(FieldName.VIA) || via.requests().length == 0) {
      return false;
    }
    for (int row = into.row(FieldName.VIA, 0); row >= 0; row = into.row(FieldName.VIA, row + 1)) {
      if (via.names(into.bytes, into.valueFrom(row), into.valueTo(row))) {
        return true;
      }
    }
    return false;
  }

  private static boolean readLength(Http2RequestHead into, boolean last) {
    long length = contentLength(into);
    into.bodyLength = last ? 0 : length;
    return length != -2 && !(last && length > 0);
  }

  /** One authority, whether it came as such or as Host; both must be the same. */
  private Verdict readHost(Http2RequestHead into) {
    int row = into.row(FieldName.HOST, 0);
    if (row >= 0 && into.row(FieldName.HOST, row + 1) >= 0) {
      return Verdict.MALFORMED;
    }
    if (has(FieldName.AUTHORITY)) {
      if (!Authority.isGood(into.bytes, authorityFrom, authorityTo)) {
        return Verdict.MALFORMED;
      }
      if (row < 0) {
        into.appendOver(FieldName.HOST, authorityFrom, authorityTo);
      } else if (!Authority.same(
          into.bytes, authorityFrom, authorityTo, into.valueFrom(row), into.valueTo(row))) {
        return Verdict.MALFORMED;
      } else {
        // The same host in other letters; what goes on is the authority (RFC 9113 section 8.3.1).
        into.repoint(row, authorityFrom, authorityTo);
      }
      return Verdict.GOOD;
    }
    if (row < 0) {
      return refuse(400);
    }
    return Authority.isGood(into.bytes, into.valueFrom(row), into.valueTo(row))
        ? Verdict.GOOD
        : Verdict.MALFORMED;
  }

  /** Crumbs become one field again (RFC 9113 section 8.2.3). */
  private static void joinCookies(Http2RequestHead into) {
    int first = into.row(FieldName.COOKIE, 0);
    int next = into.row(FieldName.COOKIE, first + 1);
    if (next < 0) {
      return;
    }
    int at = into.length;
    into.append(into.bytes, into.valueFrom(first), into.valueTo(first));
    for (int row = next; row >= 0; row = into.row(FieldName.COOKIE, row + 1)) {
      into.append(COOKIE_SEPARATOR, 0, COOKIE_SEPARATOR.length);
      into.append(into.bytes, into.valueFrom(row), into.valueTo(row));
      into.removeRow(row);
    }
    into.repoint(first, at, into.length);
  }

  private void readGrpc(Http2RequestHead into) {
    int type = has(FieldName.CONTENT_TYPE) ? into.row(FieldName.CONTENT_TYPE, 0) : -1;
    if (type < 0 || !isGrpc(into.bytes, into.valueFrom(type), into.valueTo(type))) {
      return;
    }
    into.dialect = Dialect.GRPC;
    int timeout = into.row(FieldName.GRPC_TIMEOUT, 0);
    if (timeout >= 0) {
      into.timeoutMillis =
          GrpcTimeout.millis(into.bytes, into.valueFrom(timeout), into.valueTo(timeout));
    }
  }

  /** {@code application/grpc}, alone or followed by {@code +} or {@code ;}; not grpc-web. */
  static boolean isGrpc(byte[] bytes, int from, int to) {
    int end = from + GRPC.length;
    return to >= end
        && Octets.equalsIgnoreCase(bytes, from, end, GRPC)
        && (to == end || bytes[end] == '+' || bytes[end] == ';');
  }
}
